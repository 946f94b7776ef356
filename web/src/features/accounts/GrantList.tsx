import { Button, Popconfirm, Table, type TableProps } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Grant } from '@/client/types'
import { Await } from '@/components/Await'
import { useFormat } from '@/components/format'
import { Notice } from '@/components/Notice'
import { useScope } from '@/components/useScope'

import { useGrants, useRevoke } from './accounts'
import css from './accounts.module.css'
import { GiveRole } from './GiveRole'

/** Roles that were given besides those that the organisation gives by itself. */
export function GrantList() {
  const { t } = useTranslation()
  const [giving, setGiving] = useState(false)
  const columns = useColumns()
  const give = (
    <Button type="primary" onClick={() => setGiving(true)}>
      {t('accounts.grant')}
    </Button>
  )
  return (
    <>
      <Await query={useGrants()}>
        {(grants) =>
          grants.length === 0 ? (
            <Notice title={t('accounts.noGrants')} text={t('accounts.noGrantsText')} action={give} />
          ) : (
            <>
              <div className={css.head}>
                <p className={css.soft}>{t('accounts.grantsAbout')}</p>
                {give}
              </div>
              <div className={css.card}>
                <Table<Grant>
                  size="middle"
                  rowKey="id"
                  columns={columns}
                  dataSource={grants}
                  pagination={{ hideOnSinglePage: true, pageSize: 50 }}
                  scroll={{ x: 820 }}
                />
              </div>
            </>
          )
        }
      </Await>
      <GiveRole open={giving} onClose={() => setGiving(false)} />
    </>
  )
}

function useColumns(): TableProps<Grant>['columns'] {
  const { t } = useTranslation()
  const { moment } = useFormat()
  const scope = useScope()
  return [
    {
      key: 'name',
      title: t('accounts.name'),
      fixed: 'start',
      width: 170,
      render: (_, grant) => (
        <>
          <span className={css.name}>{grant.name}</span> <span className={css.soft}>{grant.username}</span>
        </>
      ),
    },
    { key: 'role', title: t('accounts.role'), width: 120, render: (_, grant) => t(`accounts.roleNames.${grant.role}`) },
    {
      key: 'unit',
      title: t('accounts.unit'),
      width: 190,
      render: (_, grant) => scope(grant.role, grant.unit ? [grant.unit] : []),
    },
    { key: 'since', title: t('accounts.since'), width: 140, render: (_, grant) => moment(grant.since) },
    {
      key: 'until',
      title: t('accounts.until'),
      width: 140,
      render: (_, grant) =>
        grant.until ? moment(grant.until) : <span className={css.soft}>{t('accounts.forever')}</span>,
    },
    { key: 'by', title: t('accounts.by'), dataIndex: 'by', width: 110 },
    { key: 'acts', align: 'end', width: 90, render: (_, grant) => <Revoke grant={grant} /> },
  ]
}

function Revoke({ grant }: { grant: Grant }) {
  const { t } = useTranslation()
  const revoke = useRevoke()
  return (
    <Popconfirm
      title={t('accounts.revokeSure', { name: grant.name })}
      okText={t('accounts.revoke')}
      cancelText={t('accounts.cancel')}
      onConfirm={() => revoke.mutate(grant.id)}
    >
      <Button type="link" size="small" loading={revoke.isPending}>
        {t('accounts.revoke')}
      </Button>
    </Popconfirm>
  )
}
