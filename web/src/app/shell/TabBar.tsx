import { EllipsisOutlined } from '@ant-design/icons'
import { Drawer } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { PageLink } from './PageLink'
import type { Page } from './pages'
import css from './shell.module.css'

const ROOM = 4

/** The menu on a phone: as many pages as fit under one thumb, the rest behind "more". */
export function TabBar({ pages }: { pages: Page[] }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const fits = pages.length <= ROOM
  const shown = fits ? pages : pages.slice(0, ROOM - 1)
  return (
    <nav className={css.tabs} aria-label={t('app.menu')}>
      {shown.map((page) => (
        <PageLink key={page.key} page={page} className={css.tab} />
      ))}
      {!fits && (
        <button type="button" className={css.tab} aria-expanded={open} onClick={() => setOpen(true)}>
          <EllipsisOutlined />
          <span>{t('app.pages.more')}</span>
        </button>
      )}
      <Drawer open={open} onClose={() => setOpen(false)} placement="bottom" size={320} title={t('app.pages.more')}>
        <div className={css.more}>
          {pages.slice(ROOM - 1).map((page) => (
            <PageLink key={page.key} page={page} className={css.link} onClick={() => setOpen(false)} />
          ))}
        </div>
      </Drawer>
    </nav>
  )
}
