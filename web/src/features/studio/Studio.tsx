import { PlusOutlined } from '@ant-design/icons'
import { Button, Segmented, Table, type TableProps } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useSearchParams } from 'react-router'

import { acts } from '@/client/acts'
import { useMay } from '@/client/me'
import { Await } from '@/components/Await'
import { useFormat } from '@/components/format'
import { FilterBar, SearchBox } from '@/components/list'
import { Notice } from '@/components/Notice'
import { PageHead } from '@/components/PageHead'
import { useNarrow } from '@/components/useNarrow'

import { LinkButton } from './LinkButton'
import { useNames } from './people'
import { placeOf } from './places'
import { Standing } from './Standing'
import { type EntityHead, KINDS, reference, useEntities } from './studio'
import css from './studio.module.css'

const PAGE = 50
const FEW = 30

/** Everything that is configured, by kind, as the draft has it. */
export function Studio() {
  const { t } = useTranslation()
  const [params, setParams] = useSearchParams()
  const q = params.get('q') ?? undefined
  const only = params.get('only') ?? 'metric'
  const may = useMay(acts.configure)
  function change(name: 'q' | 'only', text: string | undefined) {
    const next = new URLSearchParams(params)
    if (text) next.set(name, text)
    else next.delete(name)
    setParams(next, { replace: true })
  }
  return (
    <>
      <PageHead
        title={t('studio.title')}
        about={t('studio.about')}
        actions={
          may && (
            <LinkButton to="/studio/metrics/new" type="primary" icon={<PlusOutlined />}>
              {t('studio.new')}
            </LinkButton>
          )
        }
      />
      <Await query={useEntities()}>
        {({ items }) => (
          <>
            <FilterBar filtered={Boolean(q)} onClear={() => change('q', undefined)}>
              <SearchBox value={q} placeholder={t('studio.search')} onSearch={(text) => change('q', text)} />
              {!q && <Only items={items} value={only} onChange={(next) => change('only', next)} />}
            </FilterBar>
            <Kinds items={items} q={q} only={only} />
          </>
        )}
      </Await>
    </>
  )
}

/** One kind, or what the draft changes of all. */
function Only({ items, value, onChange }: { items: EntityHead[]; value: string; onChange: (only: string) => void }) {
  const { t } = useTranslation()
  const count = (only: string) => items.filter((item) => meant(item, only)).length
  const shown = [...KINDS, 'touched' as const].filter((only) => only === value || count(only) > 0)
  return (
    <div className={css.only}>
      <Segmented
        aria-label={t('studio.only.label')}
        value={value}
        options={shown.map((only) => ({
          value: only,
          label: (
            <>
              {only === 'touched' ? t('studio.only.touched') : t(`studio.kinds.${only}`)}{' '}
              {only !== 'settings' && <small>{count(only)}</small>}
            </>
          ),
        }))}
        onChange={onChange}
      />
    </div>
  )
}

interface Chosen {
  items: EntityHead[]
  q: string | undefined
  only: string
}

function Kinds({ items, q, only }: Chosen) {
  const { t } = useTranslation()
  const found = items.filter((item) => (q ? matches(item, q) : meant(item, only)))
  const groups = KINDS.map((kind) => [kind, found.filter((item) => item.kind === kind).sort(touchedFirst)] as const)
  if (items.length === 0) return <Notice title={t('studio.empty')} text={t('studio.emptyText')} />
  if (found.length === 0 && !q) return <None only={only} />
  if (found.length === 0) return <Notice title={t('components.list.none')} text={t('components.list.noneTodo')} />
  return groups.map(
    ([kind, own]) =>
      own.length > 0 && (
        <section key={kind} className={css.group} aria-label={t(`studio.kinds.${kind}`)}>
          {(q ?? only === 'touched') && <h2>{t(`studio.kinds.${kind}`)}</h2>}
          <div className={css.table}>
            <Entities items={own} />
          </div>
        </section>
      ),
  )
}

function None({ only }: { only: string }) {
  const { t } = useTranslation()
  const kind = KINDS.find((one) => one === only)
  if (!kind) return <Notice title={t('studio.changes.none')} text={t('studio.changes.noneText')} />
  const title = t('studio.noneOf', { kind: t(`studio.kinds.${kind}`) })
  return <Notice title={title} text={kind === 'metric' ? t('studio.noMetric') : ''} />
}

function matches({ name, id }: EntityHead, q: string): boolean {
  return `${name?.zh ?? ''} ${name?.en ?? ''} ${id}`.toLowerCase().includes(q.toLowerCase())
}

const meant = ({ kind, standing }: EntityHead, only: string) =>
  only === 'touched' ? standing !== 'live' : kind === only

/** What the draft changes stands first, then by name as the server has it. */
const touchedFirst = (one: EntityHead, other: EntityHead) =>
  Number(one.standing === 'live') - Number(other.standing === 'live')

function Entities({ items }: { items: EntityHead[] }) {
  const navigate = useNavigate()
  const narrow = useNarrow()
  const columns = useColumns()
  if (narrow) return <Rows items={items} />
  return (
    <Table
      size="middle"
      showHeader={false}
      rowKey={reference}
      columns={columns}
      dataSource={items}
      pagination={items.length > PAGE && { pageSize: PAGE, size: 'small', showSizeChanger: false }}
      rowClassName={css.click}
      onRow={(item) => ({ onClick: () => void navigate(placeOf(item)) })}
    />
  )
}

function useColumns(): TableProps<EntityHead>['columns'] {
  const { moment } = useFormat()
  const nameOf = useNames()
  return [
    { key: 'name', render: (_, item) => <Named item={item} /> },
    { key: 'problems', width: 130, render: (_, { problems }) => <Problems count={problems} /> },
    {
      key: 'touched',
      width: 230,
      align: 'end',
      render: (_, { by, by_name, at }) =>
        by && <span className={css.soft}>{`${nameOf(by, by_name)} · ${at ? moment(at) : ''}`}</span>,
    },
    {
      key: 'standing',
      width: 110,
      render: (_, { standing }) => standing !== 'live' && <Standing standing={standing} />,
    },
  ]
}

function Named({ item }: { item: EntityHead }) {
  const { said } = useFormat()
  return (
    <>
      <Link to={placeOf(item)} className={css.name} onClick={(event) => event.stopPropagation()}>
        {item.name ? said(item.name) : item.id}
      </Link>{' '}
      {item.kind !== 'settings' && <code className={css.id}>{item.id}</code>}
    </>
  )
}

function Problems({ count }: { count: number }) {
  const { t } = useTranslation()
  return count > 0 ? <span className={css.wrong}>{t('studio.problems', { count })}</span> : null
}

function Rows({ items }: { items: EntityHead[] }) {
  const { moment } = useFormat()
  const nameOf = useNames()
  const { t } = useTranslation()
  const [shown, setShown] = useState(FEW)
  return (
    <ul className={css.rows}>
      {items.slice(0, shown).map((item) => (
        <li key={reference(item)}>
          <Named item={item} />
          <div className={css.facts}>
            {item.standing !== 'live' && <Standing standing={item.standing} />}
            <Problems count={item.problems} />
            {item.by && (
              <span className={css.soft}>{`${nameOf(item.by, item.by_name)} · ${item.at ? moment(item.at) : ''}`}</span>
            )}
          </div>
        </li>
      ))}
      {items.length > shown && (
        <li>
          <Button block onClick={() => setShown(items.length)}>
            {t('studio.showAll', { count: items.length })}
          </Button>
        </li>
      )}
    </ul>
  )
}
