import { Button, Popconfirm } from 'antd'
import { useTranslation } from 'react-i18next'

import type { AccountOut } from '@/client/types'

import { useEndAccount, useNewPassword } from './accounts'
import type { Shown } from './OneTimePassword'

/** What an administrator can do with an account. */
export function AccountActs({ account, onPassword }: { account: AccountOut; onPassword: (shown: Shown) => void }) {
  const { t } = useTranslation()
  const end = useEndAccount()
  const renew = useNewPassword()
  const { username, name } = account
  return (
    <>
      <Popconfirm
        title={t('accounts.resetSure', { name })}
        okText={t('accounts.reset')}
        cancelText={t('accounts.cancel')}
        onConfirm={() => renew.mutate(username, { onSuccess: onPassword })}
      >
        <Button type="link" size="small" loading={renew.isPending}>
          {t('accounts.reset')}
        </Button>
      </Popconfirm>
      <Popconfirm
        title={t('accounts.endSure', { name })}
        okText={t('accounts.end')}
        cancelText={t('accounts.cancel')}
        onConfirm={() => end.mutate(username)}
      >
        <Button type="link" size="small" loading={end.isPending}>
          {t('accounts.end')}
        </Button>
      </Popconfirm>
    </>
  )
}
