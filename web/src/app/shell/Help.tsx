import { Modal } from 'antd'
import { useTranslation } from 'react-i18next'

import type { Page } from './pages'
import css from './shell.module.css'
import { COMMAND } from './useShortcuts'

/** What the keyboard can do. */
export function Help({ open, pages, onClose }: { open: boolean; pages: Page[]; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t('app.help.title')} width={420}>
      <dl className={css.keys}>
        <dt>{t('app.help.search')}</dt>
        <dd>
          <kbd>{COMMAND}K</kbd> <kbd>/</kbd>
        </dd>
        {pages.map((page) => (
          <Go key={page.key} page={page} />
        ))}
        <dt>{t('app.help.close')}</dt>
        <dd>
          <kbd>Esc</kbd>
        </dd>
        <dt>{t('app.help.help')}</dt>
        <dd>
          <kbd>?</kbd>
        </dd>
      </dl>
    </Modal>
  )
}

function Go({ page }: { page: Page }) {
  const { t } = useTranslation()
  return (
    <>
      <dt>{t('app.help.go', { page: t(`app.pages.${page.key}`) })}</dt>
      <dd>
        <kbd>G</kbd> {t('app.help.then')} <kbd>{page.letter.toUpperCase()}</kbd>
      </dd>
    </>
  )
}
