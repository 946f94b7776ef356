import { useTranslation } from 'react-i18next'

import { acts } from '@/client/acts'
import type { MetricDetail, Series } from '@/client/types'
import { Await } from '@/components/Await'
import { ControlChart } from '@/components/chart/ControlChart'
import { useFormat } from '@/components/format'
import { ExportButton } from '@/components/list'

import { Headline } from './Headline'
import type { SeriesAsked, useSeries } from './metrics'
import css from './metrics.module.css'
import type { View } from './useView'

/** What the line of a view is asked for. */
export function askedOf(view: View): SeriesAsked {
  return {
    dimension: view.subject?.dimension,
    subject: view.subject?.key,
    grain: view.grain,
    from: view.from,
    compare_dimension: view.compare?.dimension,
    compare: view.compare?.key,
  }
}

interface Props {
  metric: MetricDetail
  asked: SeriesAsked
  series: ReturnType<typeof useSeries>
}

/** The latest number in large, and how it came there. */
export function OverTime({ metric, asked, series }: Props) {
  return (
    <section className={css.panel} style={{ opacity: series.isPlaceholderData ? 0.6 : 1 }}>
      <Await query={series}>
        {(data) => <Drawn series={data} path={`/metrics/${metric.id}/series.xlsx`} asked={asked} />}
      </Await>
    </section>
  )
}

function Drawn({ series, path, asked }: { series: Series; path: string; asked: SeriesAsked }) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const lines = [...series.points, ...(series.comparison?.points ?? [])]
  const empty = lines.every((point) => point.value === null)
  return (
    <>
      <Headline series={series} />
      {empty ? (
        <p className={css.said}>{t('metrics.nothingYet')}</p>
      ) : (
        <>
          <div className={css.panelHead}>
            <h2>{t('metrics.over')}</h2>
            <ExportButton path={path} query={{ ...asked }} act={acts.exportSeries} size="small" />
          </div>
          <ControlChart series={series} />
          <p className={css.said}>{said(series.sentence)}</p>
        </>
      )}
    </>
  )
}
