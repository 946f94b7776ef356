import { useTranslation } from 'react-i18next'

import type { Verdict as Said } from '@/client/types'

import css from './verdict.module.css'

const LINES: Record<Said, React.ReactNode> = {
  signal_up: <path d="M2 11.5h5.5L13 3M9.5 3H13v3.5" />,
  signal_down: <path d="M2 4.5h5.5L13 13M9.5 13H13V9.5" />,
  noise: <path d="M1.5 8c1.6-4 3.2-4 4.4 0s2.8 4 4.2 0 2.4-3 4-1.5" />,
  too_short: <path d="M2 8h2.5M7 8h2M12 8h.5" />,
  no_data: <circle cx="8" cy="8" r="3.6" />,
}

/** Signal or noise, as a drawn line and in words; good or bad only for a signal. */
export function Verdict({ verdict, good }: { verdict: Said; good: boolean | null }) {
  const { t } = useTranslation()
  const signal = verdict === 'signal_up' || verdict === 'signal_down'
  const tone = !signal ? css.quiet : good === null ? css.plain : good ? css.good : css.bad
  return (
    <span className={`${css.verdict} ${tone}`}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        {LINES[verdict]}
      </svg>
      {t(`components.verdict.${verdict}`)}
      {signal && good !== null && (
        <span className={css.word}>{t(good ? 'components.verdict.good' : 'components.verdict.bad')}</span>
      )}
    </span>
  )
}
