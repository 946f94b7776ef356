import { useTranslation } from 'react-i18next'

import type { Band, SparkPoint } from '@/client/types'

import { useFormat } from './format'
import css from './sparkline.module.css'
import { drawn, type Drawing } from './spark-drawing'

interface Props {
  points: SparkPoint[]
  unit: string
  target?: number | null
  band?: Band | null
  width?: number
  height?: number
}

/** A trend as one line: pale band for what is usual, a fine straight line for the target, gaps where nothing is known. */
export function Sparkline({ points, unit, target = null, band = null, width = 132, height = 36 }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const drawing = drawn(points, target, band, width, height)
  if (!drawing) return <svg className={css.spark} width={width} height={height} aria-hidden="true" />
  const last = points.findLast((point) => point.value !== null)
  const label = t('components.chart.spark', {
    count: points.length,
    last: last?.value === undefined || last.value === null ? '' : format.value(last.value, unit).text,
  })
  return (
    <svg
      className={css.spark}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={label}
    >
      <Lines drawing={drawing} width={width} />
    </svg>
  )
}

function Lines({ drawing, width }: { drawing: Drawing; width: number }) {
  const { band, target, paths, dots, last } = drawing
  return (
    <>
      {band && <rect className={css.band} x={0} width={width} y={band[0]} height={Math.max(1, band[1] - band[0])} />}
      {target !== null && <line className={css.target} x1={0} x2={width} y1={target} y2={target} />}
      {paths.map((path) => (
        <path key={path} className={css.line} d={path} />
      ))}
      {dots.map(([x, y]) => (
        <circle key={x} className={css.dot} cx={x} cy={y} r={1.4} />
      ))}
      {last && <circle className={css.last} cx={last[0]} cy={last[1]} r={2.6} />}
    </>
  )
}
