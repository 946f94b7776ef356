import { useTranslation } from 'react-i18next'

import { figure } from '@/components/format'

import css from './wizard.module.css'

export const COUNTS = ['new', 'changed', 'duplicate', 'quarantined', 'blank'] as const

type Counts = Record<(typeof COUNTS)[number] | 'rows', number>

/** What becomes of every row, as one bar and in figures. */
export function CountBar({ counts }: { counts: Counts }) {
  const { t } = useTranslation()
  const whole = Math.max(1, counts.rows)
  return (
    <div>
      <div className={css.bar} aria-hidden="true">
        {COUNTS.filter((key) => counts[key] > 0).map((key) => (
          <i key={key} className={css[key]} style={{ flexGrow: Math.max(counts[key] / whole, 0.006) }} />
        ))}
      </div>
      <dl className={css.counts}>
        {COUNTS.map((key) => (
          <div key={key} className={counts[key] === 0 ? css.zero : undefined}>
            <dt>
              <i className={css[key]} aria-hidden="true" />
              {t(`sources.counts.${key}`)}
            </dt>
            <dd>{figure(counts[key])}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
