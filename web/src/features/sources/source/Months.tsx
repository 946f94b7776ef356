import { useTranslation } from 'react-i18next'

import { figure, useFormat } from '@/components/format'

import type { Picture } from '../types'
import css from './source.module.css'

const SHOWN = 24

/** Rows by month as small bars; a month without rows is a gap. */
export function Months({ months }: { months: Picture['months'] }) {
  const { t } = useTranslation()
  const { tick, period, today } = useFormat()
  const shown = months.slice(-SHOWN)
  const most = Math.max(1, ...shown.map(({ rows }) => rows))
  if (shown.length === 0) return null
  return (
    <section className={css.section}>
      <h2>{t('sources.months')}</h2>
      <ol className={css.months}>
        {shown.map(({ period: month, rows }, at) => (
          <li
            key={month}
            className={today.startsWith(month) ? css.running : undefined}
            title={`${period(month)} ${t('sources.rowCount', { count: rows, figure: figure(rows) })}`}
          >
            <span className={css.monthRows}>{rows === most ? figure(rows) : ''}</span>
            <i style={{ height: `${(rows / most) * 100}%` }} />
            <span className={css.tick}>{at % 3 === 0 ? tick(month, at === 0) : ''}</span>
            <span className="sr-only">
              {period(month)} {figure(rows)}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
