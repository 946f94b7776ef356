import type { TableProps } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'

import type { MetricItem } from '@/client/types'
import { Change } from '@/components/Change'
import { useFormat } from '@/components/format'
import { FilterBar, ListTable, SearchBox, useListState } from '@/components/list'
import { Notice } from '@/components/Notice'
import { PageHead } from '@/components/PageHead'
import { Sparkline } from '@/components/Sparkline'
import { unpublished, Unpublished } from '@/components/Unpublished'
import { Value } from '@/components/Value'

import { useMetrics } from './metrics'
import { MetricCard } from './MetricCard'
import css from './metrics.module.css'

/** All metrics that the viewer may see, each with its latest number. */
export function Metrics() {
  const { t } = useTranslation()
  const list = useListState()
  const navigate = useNavigate()
  const metrics = useMetrics(list.query)
  const columns = useColumns()
  if (unpublished(metrics.error)) {
    return (
      <>
        <PageHead title={t('metrics.title')} about={t('metrics.about')} />
        <Unpublished />
      </>
    )
  }
  return (
    <>
      <PageHead title={t('metrics.title')} about={t('metrics.about')} />
      <FilterBar filtered={list.filtered} onClear={list.clear}>
        <SearchBox value={list.state.q} placeholder={t('metrics.search')} onSearch={(q) => list.change({ q })} />
      </FilterBar>
      <ListTable
        query={metrics}
        list={list}
        columns={columns}
        rowKey={(metric) => metric.id}
        narrow={(metric) => <MetricCard metric={metric} />}
        onOpen={(metric) => void navigate(`/metrics/${encodeURIComponent(metric.id)}`)}
        empty={<Notice title={t('metrics.empty')} text={t('metrics.emptyText')} />}
        width={980}
      />
    </>
  )
}

function useColumns(): TableProps<MetricItem>['columns'] {
  const { t } = useTranslation()
  const { named, said, period } = useFormat()
  return [
    {
      key: 'name',
      title: t('metrics.name'),
      fixed: 'start',
      width: 320,
      render: (_, metric) => (
        <div>
          <Link
            to={`/metrics/${encodeURIComponent(metric.id)}`}
            className={css.name}
            onClick={(event) => event.stopPropagation()}
          >
            {said(metric.name)}
          </Link>
          <div className={css.sentence}>{said(metric.description ?? metric.sentence)}</div>
        </div>
      ),
    },
    {
      key: 'subject',
      title: t('metrics.subject'),
      width: 130,
      render: (_, metric) => metric.subject && named(metric.subject),
    },
    {
      key: 'period',
      title: t('metrics.period'),
      width: 120,
      render: (_, metric) => metric.period && period(metric.period),
    },
    {
      key: 'value',
      title: t('metrics.value'),
      align: 'end',
      width: 130,
      render: (_, metric) => <Value value={metric.value} unit={metric.unit} state={metric.state} />,
    },
    {
      key: 'change',
      title: t('metrics.change'),
      width: 200,
      render: (_, metric) => metric.previous && <Change {...metric.previous} unit={metric.unit} />,
    },
    {
      key: 'trend',
      title: t('metrics.trend'),
      width: 140,
      render: (_, metric) => (
        <Sparkline points={metric.spark} unit={metric.unit} target={metric.target} width={116} height={30} />
      ),
    },
  ]
}
