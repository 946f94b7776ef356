import { Button, Modal, Typography } from 'antd'
import { useTranslation } from 'react-i18next'

import css from './accounts.module.css'

export interface Shown {
  username: string
  /** Null: a link to choose one was mailed to its owner. */
  password: string | null
}

/** A password that is shown this once. */
export function OneTimePassword({ shown, onClose }: { shown: Shown | null; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Modal
      open={shown !== null}
      title={
        shown && t(shown.password === null ? 'accounts.mailedTitle' : 'accounts.password', { username: shown.username })
      }
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('accounts.kept')}
        </Button>
      }
    >
      <p className={css.soft}>{t(shown?.password === null ? 'accounts.mailed' : 'accounts.once')}</p>
      {shown?.password != null && (
        <Typography.Text copyable className={css.secret}>
          {shown.password}
        </Typography.Text>
      )}
    </Modal>
  )
}
