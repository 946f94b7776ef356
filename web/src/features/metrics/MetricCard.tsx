import type { MetricItem } from '@/client/types'
import { Change } from '@/components/Change'
import { useFormat } from '@/components/format'
import { Sparkline } from '@/components/Sparkline'
import { Value } from '@/components/Value'

import css from './metrics.module.css'

/** A metric of the list on a phone. */
export function MetricCard({ metric }: { metric: MetricItem }) {
  const { named, said, period } = useFormat()
  return (
    <div className={css.card}>
      <div>
        <div className={css.name}>{said(metric.name)}</div>
        <div className={css.sentence}>
          {[metric.subject && named(metric.subject), metric.period && period(metric.period)]
            .filter(Boolean)
            .join(' · ')}
        </div>
      </div>
      <div className={css.cardValue}>
        <Value
          value={metric.value}
          unit={metric.unit}
          state={metric.state}
          size={metric.value === null ? 'text' : 'medium'}
        />
      </div>
      {metric.value !== null && (
        <>
          <span>{metric.previous && <Change {...metric.previous} unit={metric.unit} />}</span>
          <Sparkline points={metric.spark} unit={metric.unit} target={metric.target} width={96} height={28} />
        </>
      )}
    </div>
  )
}
