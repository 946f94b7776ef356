import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'

import { type Page, pageAt } from './pages'

interface Props {
  page: Page
  className?: string
  onClick?: () => void
}

/** The way to a page; the one that is open says so. */
export function PageLink({ page, className, onClick }: Props) {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  return (
    <Link
      to={page.path}
      className={className}
      onClick={onClick}
      aria-current={pageAt(pathname) === page.key ? 'page' : undefined}
    >
      {page.icon}
      <span>{t(`app.pages.${page.key}`)}</span>
    </Link>
  )
}
