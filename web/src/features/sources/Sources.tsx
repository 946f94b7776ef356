import { FormOutlined } from '@ant-design/icons'
import { Button, type TableProps } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'

import { acts } from '@/client/acts'
import { useMay } from '@/client/me'
import { figure, useFormat } from '@/components/format'
import { FilterBar, ListTable, SearchBox, useListState } from '@/components/list'
import { Notice } from '@/components/Notice'
import { PageHead } from '@/components/PageHead'
import { unpublished, Unpublished } from '@/components/Unpublished'

import { Freshness } from './Freshness'
import { DropHere } from './list/DropHere'
import { DropPage } from './list/DropPage'
import { PickFile } from './list/PickFile'
import { SampleFiles } from './list/SampleFiles'
import { Tray } from './list/Tray'
import { useHandIn } from './list/useHandIn'
import { useSources } from './sources'
import css from './sources.module.css'
import type { SourceHead } from './types'

/** Where the company's data comes from, and how fresh each source is; a file may be dropped anywhere. */
export function Sources() {
  const { t } = useTranslation()
  const loads = useMay(acts.loadFacts)
  const handIn = useHandIn()
  const list = useListState()
  const sources = useSources(list.query)
  const navigate = useNavigate()
  const columns = useColumns()
  if (unpublished(sources.error)) {
    return (
      <>
        <PageHead title={t('sources.title')} about={t('sources.about')} />
        <Unpublished />
      </>
    )
  }
  const page = (
    <>
      <PageHead
        title={t('sources.title')}
        about={t(loads ? 'sources.aboutDrop' : 'sources.about')}
        actions={
          loads && (
            <>
              <Link to="/sources/new?form=1">
                <Button icon={<FormOutlined />}>{t('sources.newForm')}</Button>
              </Link>
              <PickFile handIn={handIn} />
            </>
          )
        }
      />
      {loads && <Tray />}
      {loads && <Newcomer handIn={handIn} sources={list.filtered ? undefined : sources.data?.items} />}
      <FilterBar filtered={list.filtered} onClear={list.clear}>
        <SearchBox value={list.state.q} placeholder={t('sources.search')} onSearch={(q) => list.change({ q })} />
      </FilterBar>
      <ListTable
        query={sources}
        list={list}
        columns={columns}
        rowKey={(source) => source.id}
        narrow={(source) => <Narrow source={source} />}
        onOpen={(source) => void navigate(`/sources/${encodeURIComponent(source.id)}`)}
        empty={
          loads ? (
            <DropHere handIn={handIn} title={t('sources.first')} />
          ) : (
            <Notice title={t('sources.none')} text={t('sources.noneText')} />
          )
        }
        width={1000}
      />
    </>
  )
  return loads ? <DropPage handIn={handIn}>{page}</DropPage> : page
}

function useColumns(): TableProps<SourceHead>['columns'] {
  const { t } = useTranslation()
  const { said } = useFormat()
  return [
    {
      key: 'name',
      title: t('sources.name'),
      fixed: 'start',
      width: 300,
      render: (_, source) => (
        <>
          <Link
            to={`/sources/${encodeURIComponent(source.id)}`}
            className={css.name}
            onClick={(event) => event.stopPropagation()}
          >
            {said(source.name)}
          </Link>
          {source.drafted && <span className={css.draft}>{t('sources.drafted')}</span>}
          {source.description && <div className={css.about}>{said(source.description)}</div>}
        </>
      ),
    },
    {
      key: 'freshness',
      title: t('sources.freshness'),
      width: 220,
      render: (_, source) => <Freshness freshness={source.freshness} />,
    },
    {
      key: 'facts',
      title: t('sources.facts'),
      align: 'end',
      width: 100,
      render: (_, source) => figure(source.facts),
    },
    { key: 'needs', title: t('sources.needs'), width: 170, render: (_, source) => <Needs source={source} /> },
    {
      key: 'way',
      title: t('sources.way'),
      width: 150,
      render: (_, source) => (
        <>
          {t(`sources.ways.${source.way}`)}
          <div className={css.soft}>{source.system}</div>
        </>
      ),
    },
    { key: 'owner', title: t('sources.owner'), width: 110, render: (_, source) => source.owner ?? '—' },
  ]
}

interface NewcomerProps {
  handIn: ReturnType<typeof useHandIn>
  sources: SourceHead[] | undefined
}

/** While no file has come yet: a place for the first one, and files to try it with. */
function Newcomer({ handIn, sources = [] }: NewcomerProps) {
  const { t } = useTranslation()
  const bare = sources.length > 0 && sources.every(({ facts }) => facts === 0)
  if (!bare) return null
  return (
    <div className={css.newcomer}>
      <DropHere handIn={handIn} title={t('sources.first')} />
      <SampleFiles sources={sources.map(({ id }) => id)} />
    </div>
  )
}

/** What of a source waits for somebody; a link to each. */
function Needs({ source }: { source: SourceHead }) {
  const { t } = useTranslation()
  const to = (tab: string) => `/sources/${encodeURIComponent(source.id)}?tab=${tab}`
  if (source.waiting + source.strays === 0) return <span className={css.soft}>{t('sources.nothingWaits')}</span>
  return (
    <div className={css.needs} onClick={(event) => event.stopPropagation()}>
      {source.waiting > 0 && (
        <Link to={to('waiting')}>
          {t('sources.waitingCount', { count: source.waiting, figure: figure(source.waiting) })}
        </Link>
      )}
      {source.strays > 0 && (
        <Link to={to('strays')}>
          {t('sources.strayCount', { count: source.strays, figure: figure(source.strays) })}
        </Link>
      )}
    </div>
  )
}

function Narrow({ source }: { source: SourceHead }) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const needs = [
    source.waiting > 0 && t('sources.waitingCount', { count: source.waiting, figure: figure(source.waiting) }),
    source.strays > 0 && t('sources.strayCount', { count: source.strays, figure: figure(source.strays) }),
  ].filter(Boolean)
  return (
    <div className={css.narrow}>
      <div>
        <span className={css.name}>{said(source.name)}</span>
        <div className={css.soft}>
          {t('sources.rowCount', { count: source.facts, figure: figure(source.facts) })}
          {t('sources.and')}
          {t(`sources.ways.${source.way}`)}
        </div>
        {needs.length > 0 && <div className={css.needy}>{needs.join(t('sources.and'))}</div>}
      </div>
      <Freshness freshness={source.freshness} />
    </div>
  )
}
