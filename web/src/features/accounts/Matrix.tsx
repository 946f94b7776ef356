import { Table } from 'antd'
import { useTranslation } from 'react-i18next'

import type { Matrix as Said } from '@/client/types'
import { Await } from '@/components/Await'
import { useFormat } from '@/components/format'

import { useMatrix } from './accounts'
import css from './accounts.module.css'

/** The law of access as a table. */
export function Matrix() {
  return (
    <Await query={useMatrix()}>
      {(matrix) => (
        <>
          <Calls matrix={matrix} />
          <Fields matrix={matrix} />
        </>
      )}
    </Await>
  )
}

function Calls({ matrix }: { matrix: Said }) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const columns = matrix.roles.map(({ role, name }) => ({
    key: role,
    title: said(name),
    width: 96,
    render: (_: unknown, { roles }: Said['endpoints'][number]) => {
      const reach = roles[role]
      return reach ? t(`accounts.reach.${reach}`) : <span className={css.soft}>—</span>
    },
  }))
  return (
    <>
      <h2 className={css.title}>{t('accounts.calls')}</h2>
      <div className={css.card}>
        <Table
          size="small"
          rowKey="name"
          pagination={false}
          scroll={{ x: 960 }}
          dataSource={matrix.endpoints}
          columns={[
            {
              key: 'what',
              title: t('accounts.what'),
              fixed: 'start',
              width: 240,
              render: (_, { words }) => said(words),
            },
            ...columns,
          ]}
        />
      </div>
    </>
  )
}

function Fields({ matrix }: { matrix: Said }) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const columns = matrix.roles.map(({ role, name }) => ({
    key: role,
    title: said(name),
    width: 96,
    render: (_: unknown, { roles }: Said['fields'][number]) =>
      roles.includes(role) ? t('accounts.sees') : <span className={css.soft}>—</span>,
  }))
  return (
    <>
      <h2 className={css.title}>{t('accounts.fields')}</h2>
      <div className={css.card}>
        <Table
          size="small"
          rowKey="field"
          pagination={false}
          scroll={{ x: 960 }}
          dataSource={matrix.fields}
          columns={[
            {
              key: 'field',
              title: t('accounts.field'),
              fixed: 'start',
              width: 240,
              render: (_, { words }) => said(words),
            },
            ...columns,
          ]}
        />
      </div>
    </>
  )
}
