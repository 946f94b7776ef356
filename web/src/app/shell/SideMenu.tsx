import { useTranslation } from 'react-i18next'

import type { Me } from '@/client/types'
import { useFormat } from '@/components/format'

import { Brand } from './Brand'
import type { Page } from './pages'
import { PageLink } from './PageLink'
import css from './shell.module.css'

/** The menu on a wide screen. */
export function SideMenu({ pages, world }: { pages: Page[]; world: Me['world'] }) {
  const { t } = useTranslation()
  const { said } = useFormat()
  return (
    <div className={css.side}>
      <Brand />
      <nav className={css.links} aria-label={t('app.menu')}>
        {pages
          .filter((page) => page.key !== 'account')
          .map((page) => (
            <PageLink key={page.key} page={page} className={css.link} />
          ))}
      </nav>
      <div className={css.company}>{said(world.company)}</div>
    </div>
  )
}
