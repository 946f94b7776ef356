import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import type { ImportPreview } from '@/client/types'
import { useFormat } from '@/components/format'
import { Scrolled } from '@/components/Scrolled'

import css from '../people.module.css'

type Change = ImportPreview['changes'][number]
const HEIGHT = 360

/** Everybody whom the list changes: which field, from what, to what. */
export function Changes({ changes, more }: { changes: Change[]; more: number }) {
  const { t } = useTranslation()
  const { date } = useFormat()
  if (changes.length === 0) return null
  const words = {
    ...{ name: t('people.name'), unit: t('people.unit'), position: t('people.position'), region: t('people.region') },
    ...{ manager: t('people.manager'), email: t('people.email'), hired: t('people.hired'), left: t('people.left') },
    ...{ second: t('people.secondPosts'), posts: t('people.posts') },
  }
  const told = (value: string | null, { field }: Change) =>
    value && (field === 'hired' || field === 'left') ? date(value) : (value ?? '—')
  return (
    <>
      <h2>{t('people.changes')}</h2>
      <Scrolled label={t('people.changes')}>
        <Table
          size="small"
          rowKey={(change) => `${change.number} ${change.field}`}
          pagination={false}
          scroll={{ x: 'max-content', ...(changes.length > 8 && { y: HEIGHT }) }}
          dataSource={changes}
          columns={[
            {
              title: t('people.person'),
              width: 160,
              render: (_, { name, number }) => (
                <>
                  <Link to={`/people/${encodeURIComponent(number)}`} target="_blank">
                    {name}
                  </Link>{' '}
                  <span className={css.soft}>{number}</span>
                </>
              ),
            },
            { title: t('people.field'), width: 120, render: (_, { field }) => words[field] },
            { title: t('people.before'), render: (_, change) => told(change.before, change) },
            { title: t('people.after'), render: (_, change) => told(change.after, change) },
          ]}
        />
      </Scrolled>
      {more > 0 && <p className={css.soft}>{t('people.moreChanges', { count: more })}</p>}
    </>
  )
}
