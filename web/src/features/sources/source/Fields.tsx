import { Table, type TableProps } from 'antd'
import { useTranslation } from 'react-i18next'

import { unitWords, useFormat } from '@/components/format'
import { Scrolled } from '@/components/Scrolled'

import { useSlotNames } from '../wizard/useSlotNames'
import { SCOPES, TYPES } from '../body/types'
import { useDimensions } from '../draft'
import type { SourceDetail, SourceField } from '../types'
import css from './source.module.css'

/** What each field means, where it comes from and how it is read. */
export function Fields({ source }: { source: SourceDetail }) {
  const { t } = useTranslation()
  const { said, language } = useFormat()
  const dimensions = useDimensions()
  const slotName = useSlotNames(dimensions.data ?? [])
  const typeOf = ({ type, dimension, unit }: SourceField) => {
    const known = TYPES.find((one) => one === type)
    const words = type === 'subject' ? slotName(`d:${dimension ?? ''}`) : known ? t(`sources.types.${known}`) : type
    return unit ? `${words} · ${unitWords(unit, language)}` : words
  }
  const columns: TableProps<SourceField>['columns'] = [
    {
      title: t('sources.field'),
      width: 180,
      fixed: 'start',
      render: (_, field) => (
        <>
          <strong>{said(field.name)}</strong>
          <div className={css.soft}>{field.id}</div>
        </>
      ),
    },
    {
      title: t('sources.column'),
      width: 180,
      render: (_, { column, also }) => (
        <>
          {column}
          {also.length > 0 && <div className={css.soft}>{t('sources.earlier', { names: also.join('、') })}</div>}
        </>
      ),
    },
    { title: t('sources.type'), width: 130, render: (_, field) => typeOf(field) },
    {
      title: t('sources.place'),
      width: 110,
      render: (_, field) =>
        [source.key.includes(field.id) && slotName('key'), source.time === field.id && slotName('time')]
          .filter(Boolean)
          .join(' · ') || (field.required ? t('sources.required') : '—'),
    },
    {
      title: t('sources.readAs'),
      render: (_, { reads, choices, formats }) => {
        const rules = Object.entries(reads)
        if (rules.length + choices.length + formats.length === 0) return '—'
        return (
          <>
            {rules.map(([text, meant]) => (
              <div key={text}>
                {text} → <strong>{meant}</strong>
              </div>
            ))}
            {choices.length > 0 && <div className={css.soft}>{choices.join(' / ')}</div>}
            {formats.length > 0 && <div className={css.soft}>{formats.join(' / ')}</div>}
          </>
        )
      },
    },
    {
      title: t('sources.scope'),
      width: 120,
      render: (_, { scope }) => {
        const known = SCOPES.find((one) => one === scope)
        return known ? t(`sources.scopes.${known}`) : scope
      },
    },
  ]
  return (
    <Scrolled label={t('sources.tabs.fields')}>
      <div className={css.table}>
        <Table
          size="middle"
          rowKey="id"
          pagination={false}
          scroll={{ x: 900 }}
          dataSource={source.fields}
          columns={columns}
        />
      </div>
    </Scrolled>
  )
}
