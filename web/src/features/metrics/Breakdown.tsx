import { Button, Segmented, Select, type TableProps } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { acts } from '@/client/acts'
import { useMay } from '@/client/me'
import type { Breakdown as Answer, BreakdownItem, MetricDetail } from '@/client/types'
import { Change } from '@/components/Change'
import { grainOf, useFormat } from '@/components/format'
import { ExportButton, FilterBar, ListTable, SearchBox, useListState } from '@/components/list'
import { Notice } from '@/components/Notice'
import { Value } from '@/components/Value'

import { type BreakdownAsked, useBreakdown } from './metrics'
import css from './metrics.module.css'
import { PeriodSelect } from './PeriodSelect'
import { keyFrom, oneOf, type View } from './useView'
import { useWhy } from './why/useWhy'

const LARGEST_FIRST = '-value'
const SORTS = ['value', '-value', 'difference', '-difference', 'n', '-n', 'name', '-name'] as const

/** The chosen subject's number of one period, side by side for every member of a dimension; nothing below a person. */
export function Breakdown({ metric, view }: { metric: MetricDetail; view: View }) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const list = useListState('by', 'period')
  const subject = view.subject
    ? { subject_dimension: view.subject.dimension, subject: view.subject.key }
    : { subject_dimension: undefined, subject: undefined }
  const ways = metric.dimensions.map(({ id }) => id)
  const asked: BreakdownAsked = {
    ...subject,
    dimension: oneOf(ways, list.chosen.by) ?? undefined,
    grain: view.grain,
    period: list.chosen.period && grainOf(list.chosen.period) === view.grain ? list.chosen.period : undefined,
    ...list.state,
    sort: oneOf(SORTS, list.state.sort) ?? LARGEST_FIRST,
  }
  const breakdown = useBreakdown(metric.id, asked)
  const columns = useColumns(metric, breakdown.data)
  const dimensions = breakdown.data?.dimensions ?? []
  const by = list.chosen.by ?? breakdown.data?.dimension
  const name = dimensions.find((dimension) => dimension.id === by)?.name
  const options = dimensions.map((dimension) => ({ value: dimension.id, label: said(dimension.name) }))
  const choose = (next: string) => list.change({ by: next, q: undefined, sort: undefined })
  if (breakdown.data && dimensions.length === 0) return null
  return (
    <section className={css.panel}>
      <div className={css.panelHead}>
        <h2>{t('metrics.breakdown')}</h2>
        {options.length < 2 ? null : options.length <= 4 ? (
          <Segmented
            className={css.dimensions}
            aria-label={t('metrics.dimension')}
            value={by}
            options={options}
            onChange={choose}
          />
        ) : (
          <Select
            aria-label={t('metrics.dimension')}
            value={by}
            options={options}
            onChange={choose}
            style={{ minWidth: 140 }}
          />
        )}
      </div>
      <FilterBar
        filtered={Boolean(list.state.q)}
        onClear={() => list.change({ q: undefined })}
        end={
          <ExportButton
            path={`/metrics/${metric.id}/breakdown.xlsx`}
            query={{ ...subject, dimension: by, grain: view.grain, period: breakdown.data?.period, q: list.state.q }}
            act={acts.exportBreakdown}
          />
        }
      >
        <SearchBox
          value={list.state.q}
          placeholder={t('metrics.findIn', { dimension: name ? said(name) : '' })}
          onSearch={(q) => list.change({ q })}
        />
        <PeriodSelect
          metric={metric}
          view={view}
          value={breakdown.data?.period}
          onChange={(period) => list.change({ period })}
        />
      </FilterBar>
      <ListTable
        query={breakdown}
        list={{ ...list, state: { ...list.state, sort: asked.sort } }}
        columns={columns}
        rowKey={(item) => item.subject.key ?? item.subject.name}
        narrow={(item) => <Narrow item={item} unit={metric.unit} />}
        empty={<Notice title={t('metrics.noBreakdown')} text={t('metrics.noBreakdownText')} />}
        width={760}
        bare
      />
    </section>
  )
}

function useColumns(metric: MetricDetail, answer: Answer | undefined): TableProps<BreakdownItem>['columns'] {
  const { t } = useTranslation()
  const { period } = useFormat()
  const why = useWhy()
  const mayOpen = useMay(acts.explain)
  const { unit } = metric
  const longest = Math.max(...(answer?.items ?? []).map((item) => Math.abs(item.value ?? 0)), 0)
  return [
    {
      key: 'name',
      title: t('metrics.subject'),
      sorter: true,
      fixed: 'start',
      width: 180,
      render: (_, { subject }) => <Name subject={subject} />,
    },
    {
      key: 'value',
      title: answer ? period(answer.period) : t('metrics.value'),
      sorter: true,
      align: 'end',
      width: 140,
      render: (_, item) => <Value value={item.value} unit={unit} state={item.state} />,
    },
    {
      key: 'bar',
      width: 140,
      render: (_, item) => <Bar share={longest > 0 ? Math.abs(item.value ?? 0) / longest : 0} />,
    },
    {
      key: 'previous',
      title: answer && period(answer.previous_period),
      align: 'end',
      width: 120,
      render: (_, item) => (item.previous === null ? '—' : <Value value={item.previous} unit={unit} />),
    },
    {
      key: 'difference',
      title: t('metrics.difference'),
      sorter: true,
      width: 160,
      render: (_, item) => (item.difference === null ? '—' : <Change difference={item.difference} unit={unit} />),
    },
    { key: 'n', title: t('metrics.n'), sorter: true, align: 'end', width: 104, dataIndex: 'n', className: css.nowrap },
    {
      key: 'why',
      width: 84,
      render: (_, { subject }) => {
        const key = keyFrom(subject)
        return (
          mayOpen &&
          answer &&
          key && (
            <Button type="link" size="small" onClick={() => why.open({ ...key, period: answer.period })}>
              {t('metrics.whyShort')}
            </Button>
          )
        )
      },
    },
  ]
}

/** Leads to the subject's own line; what stands in no list has none. */
function Name({ subject }: { subject: BreakdownItem['subject'] }) {
  const { named } = useFormat()
  const key = keyFrom(subject)
  if (!key) return named(subject)
  const words = new URLSearchParams({ dimension: key.dimension, subject: key.key })
  return <Link to={`?${words.toString()}`}>{named(subject)}</Link>
}

function Bar({ share }: { share: number }) {
  return (
    <div className={css.bar} aria-hidden="true">
      <span style={{ width: `${share * 100}%` }} />
    </div>
  )
}

function Narrow({ item, unit }: { item: BreakdownItem; unit: string }) {
  return (
    <div className={css.card}>
      <Name subject={item.subject} />
      <Value value={item.value} unit={unit} state={item.state} />
      {item.difference !== null && <Change difference={item.difference} unit={unit} />}
    </div>
  )
}
