import { useTranslation } from 'react-i18next'

import { useFormat } from '@/components/format'

import type { Picture } from '../../studio'
import css from './picture.module.css'

const SHOWN = 24

/** Rows month by month, as small bars. */
export function Months({ months }: { months: Picture['months'] }) {
  const { t } = useTranslation()
  const { period } = useFormat()
  const shown = months.slice(-SHOWN)
  const [first, last] = [shown[0], shown.at(-1)]
  if (!first || !last) return null
  const most = Math.max(...shown.map(({ rows }) => rows), 1)
  const label = t('studio.picture.months', { from: period(first.period), to: period(last.period) })
  return (
    <span className={css.months}>
      <svg viewBox={`0 0 ${shown.length * 5} 24`} width={shown.length * 5} height="24" role="img" aria-label={label}>
        {shown.map(({ period: month, rows }, index) => {
          const height = Math.max(1, (rows / most) * 24)
          return <rect key={month} x={index * 5} y={24 - height} width="4" height={height} />
        })}
      </svg>
      <span aria-hidden="true">{label}</span>
    </span>
  )
}
