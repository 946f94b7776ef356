import { ArrowLeftOutlined } from '@ant-design/icons'
import { Button, Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, useParams, useSearchParams } from 'react-router'

import { acts } from '@/client/acts'
import { useMay } from '@/client/me'
import { Await } from '@/components/Await'
import { figure, useFormat } from '@/components/format'
import { PageHead } from '@/components/PageHead'

import { DropPage } from '../list/DropPage'
import { PickFile } from '../list/PickFile'
import { useHandIn } from '../list/useHandIn'
import { useSource } from '../sources'
import type { SourceDetail } from '../types'
import { Fields } from './Fields'
import { Overview } from './Overview'
import { Push } from './Push'
import { Receipts } from './Receipts'
import { StrayList } from './StrayList'
import { Waiting } from './Waiting'

/** One source: how fresh, what came, what waits, what its fields mean, what stands on it. */
export function Source() {
  const { id = '' } = useParams()
  return <Await query={useSource(id)}>{(source) => <Page source={source} />}</Await>
}

function Page({ source }: { source: SourceDetail }) {
  const loads = useMay(acts.loadFacts)
  const handIn = useHandIn(source.id)
  const takesFiles = loads && source.way === 'file'
  const page = <Body source={source} handIn={takesFiles ? handIn : null} loads={loads} />
  return takesFiles ? <DropPage handIn={handIn}>{page}</DropPage> : page
}

interface BodyProps {
  source: SourceDetail
  handIn: ReturnType<typeof useHandIn> | null
  loads: boolean
}

function Body({ source, handIn, loads }: BodyProps) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const configures = useMay(acts.configure)
  const [params, setParams] = useSearchParams()
  const { id, waiting, strays } = source
  const counted = (words: string, count: number) => (count > 0 ? `${words} ${figure(count)}` : words)
  const items = [
    { key: 'overview', label: t('sources.tabs.overview'), children: <Overview source={source} /> },
    ...(loads && source.way !== 'product'
      ? [
          {
            key: 'waiting',
            label: counted(t('sources.tabs.waiting'), waiting),
            children: <Waiting source={source} />,
          },
          { key: 'strays', label: counted(t('sources.tabs.strays'), strays), children: <StrayList source={source} /> },
        ]
      : []),
    ...(source.way === 'product'
      ? []
      : [{ key: 'receipts', label: t('sources.tabs.receipts'), children: <Receipts source={source} /> }]),
    { key: 'fields', label: t('sources.tabs.fields'), children: <Fields source={source} /> },
    ...(source.way === 'file'
      ? [{ key: 'push', label: t('sources.tabs.push'), children: <Push source={source} /> }]
      : []),
  ]
  return (
    <>
      <PageHead
        title={said(source.name)}
        about={source.description ? said(source.description) : undefined}
        above={
          <Link to="/sources">
            <ArrowLeftOutlined /> {t('sources.title')}
          </Link>
        }
        actions={
          <>
            {configures && source.way !== 'product' && (
              <Link to={`/sources/${encodeURIComponent(id)}/mapping`}>
                <Button>{t('sources.mapping')}</Button>
              </Link>
            )}
            {source.way === 'form' && (
              <Link to={`/forms/${encodeURIComponent(id)}`}>
                <Button type="primary">{t('sources.fillIn')}</Button>
              </Link>
            )}
            {handIn && <PickFile handIn={handIn} words={t('sources.uploadNew')} />}
          </>
        }
      />
      <Tabs
        items={items}
        activeKey={params.get('tab') ?? 'overview'}
        onChange={(tab) => setParams({ tab })}
        destroyOnHidden
      />
    </>
  )
}
