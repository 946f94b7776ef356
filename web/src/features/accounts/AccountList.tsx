import { Button, type TableProps } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { AccountOut } from '@/client/types'
import { useFormat } from '@/components/format'
import { FilterBar, ListTable, SearchBox, useListState } from '@/components/list'
import { Notice } from '@/components/Notice'

import { useAccounts } from './accounts'
import { AccountActs } from './AccountActs'
import css from './accounts.module.css'
import { OneTimePassword, type Shown } from './OneTimePassword'
import { OpenAccount } from './OpenAccount'

/** Everybody with an account. */
export function AccountList() {
  const { t } = useTranslation()
  const list = useListState()
  const { page, page_size: size, q } = list.state
  const accounts = useAccounts({ page, page_size: size, q })
  const [opening, setOpening] = useState(false)
  const [shown, setShown] = useState<Shown | null>(null)
  const open = (
    <Button type="primary" onClick={() => setOpening(true)}>
      {t('accounts.open')}
    </Button>
  )
  return (
    <>
      <FilterBar filtered={list.filtered} onClear={list.clear} end={open}>
        <SearchBox value={q} placeholder={t('accounts.search')} onSearch={(text) => list.change({ q: text })} />
      </FilterBar>
      <ListTable
        query={accounts}
        list={list}
        columns={useColumns(setShown)}
        rowKey={(account) => account.username}
        narrow={(account) => <Narrow account={account} onPassword={setShown} />}
        empty={<Notice title={t('accounts.empty')} text={t('accounts.emptyText')} action={open} />}
        width={900}
      />
      <OpenAccount open={opening} onClose={() => setOpening(false)} onMade={setShown} />
      <OneTimePassword shown={shown} onClose={() => setShown(null)} />
    </>
  )
}

function useColumns(onPassword: (shown: Shown) => void): TableProps<AccountOut>['columns'] {
  const { t } = useTranslation()
  const { moment } = useFormat()
  return [
    {
      key: 'name',
      title: t('accounts.name'),
      fixed: 'start',
      width: 140,
      render: (_, account) => <span className={css.name}>{account.person?.name ?? account.name}</span>,
    },
    { key: 'username', title: t('accounts.username'), dataIndex: 'username', width: 120 },
    { key: 'roles', title: t('accounts.roles'), width: 260, render: (_, account) => <Roles account={account} /> },
    {
      key: 'seen',
      title: t('accounts.seen'),
      width: 160,
      render: (_, account) =>
        account.last_seen_at ? moment(account.last_seen_at) : <span className={css.soft}>{t('accounts.never')}</span>,
    },
    {
      key: 'state',
      title: t('accounts.state'),
      width: 90,
      render: (_, account) =>
        account.active ? t('accounts.active') : <span className={css.soft}>{t('accounts.ended')}</span>,
    },
    {
      key: 'acts',
      width: 180,
      align: 'end',
      render: (_, account) => account.active && <AccountActs account={account} onPassword={onPassword} />,
    },
  ]
}

function Narrow({ account, onPassword }: { account: AccountOut; onPassword: (shown: Shown) => void }) {
  const { t } = useTranslation()
  return (
    <>
      <div>
        <span className={css.name}>{account.name}</span> <span className={css.soft}>{account.username}</span>
        {!account.active && <span className={css.soft}> · {t('accounts.ended')}</span>}
      </div>
      <Roles account={account} />
      <div className={css.acts}>{account.active && <AccountActs account={account} onPassword={onPassword} />}</div>
    </>
  )
}

function Roles({ account }: { account: AccountOut }) {
  const { t } = useTranslation()
  const said = account.roles.map(({ role, unit }) => {
    const name = t(`accounts.roleNames.${role}`)
    return unit ? t('accounts.roleIn', { role: name, unit: unit.name }) : name
  })
  return said.length > 0 ? said.join(' / ') : <span className={css.soft}>—</span>
}
