import { useTranslation } from 'react-i18next'

import type { Standing as Said } from './studio'
import css from './studio.module.css'

const SHAPES: Record<Said, React.ReactNode> = {
  live: <circle cx="5" cy="5" r="1.6" />,
  added: <path d="M4.1 1h1.8v3.1H9v1.8H5.9V9H4.1V5.9H1V4.1h3.1z" />,
  changed: <path d="M1 8.8l.5-2.2L7 1.1l1.9 1.9-5.5 5.5z" />,
  removed: <path d="M1 4.1h8v1.8H1z" />,
}

/** How an entity of the draft stands against what is published, as a mark and a word. */
export function Standing({ standing }: { standing: Said }) {
  const { t } = useTranslation()
  return (
    <span className={`${css.standing} ${standing === 'live' ? css.quiet : ''}`}>
      <svg viewBox="0 0 10 10" width="10" height="10" fill="currentColor" aria-hidden="true">
        {SHAPES[standing]}
      </svg>
      {t(`studio.standing.${standing}`)}
    </span>
  )
}
