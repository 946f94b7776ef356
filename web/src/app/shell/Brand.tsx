import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import css from './shell.module.css'

/** The mark, a plumb line, and the name. */
export function Brand() {
  const { t } = useTranslation()
  return (
    <Link to="/" className={css.brand}>
      <svg viewBox="0 0 20 28" width="17" height="24" aria-hidden="true" fill="none" stroke="var(--zs-accent)">
        <path d="M10 1v15M4 5h12" strokeWidth="1.4" strokeLinecap="round" />
        <path d="M10 14l4.2 4.4L10 27l-4.2-8.6z" fill="var(--zs-accent)" stroke="none" />
      </svg>
      <b>{t('app.name')}</b>
    </Link>
  )
}
