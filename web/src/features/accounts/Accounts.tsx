import { Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'

import { PageHead } from '@/components/PageHead'

import { AccountList } from './AccountList'
import { GrantList } from './GrantList'
import { Matrix } from './Matrix'

/** For the administrator: accounts, roles, and what a role means. */
export function Accounts() {
  const { t } = useTranslation()
  const [params, setParams] = useSearchParams()
  const items = [
    { key: 'accounts', label: t('accounts.tabs.accounts'), children: <AccountList /> },
    { key: 'grants', label: t('accounts.tabs.grants'), children: <GrantList /> },
    { key: 'matrix', label: t('accounts.tabs.matrix'), children: <Matrix /> },
  ]
  return (
    <>
      <PageHead title={t('accounts.title')} about={t('accounts.about')} />
      <Tabs
        items={items}
        activeKey={params.get('tab') ?? 'accounts'}
        onChange={(tab) => setParams({ tab })}
        destroyOnHidden
      />
    </>
  )
}
