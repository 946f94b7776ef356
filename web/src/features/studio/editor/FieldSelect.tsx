import { Select } from 'antd'
import { useTranslation } from 'react-i18next'

import { useFormat } from '@/components/format'

import type { Takes } from './body'
import { fits, useDesk } from './desk'
import css from './editor.module.css'
import { iconOf } from './picture/FieldCard'

interface Props {
  id: string
  takes: Takes
  value: string | undefined
  wrong: boolean
  onChange: (field: string | undefined) => void
  placeholder?: string
  clearable?: boolean
  /** Only fields that point at members of this dimension. */
  dimension?: string
}

/** One of the source's fields, of those that fit. */
export function FieldSelect({ id, takes, value, wrong, onChange, placeholder, clearable = false, dimension }: Props) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const { fields, shut } = useDesk()
  const shown = fields.filter(
    (field) => field.id === value || (fits(field, takes) && (!dimension || field.dimension === dimension)),
  )
  return (
    <Select
      id={id}
      className={css.wide}
      disabled={shut}
      status={wrong ? 'error' : undefined}
      allowClear={clearable}
      showSearch={{ optionFilterProp: 'title' }}
      placeholder={placeholder ?? t('studio.chooseField')}
      notFoundContent={t('studio.noField')}
      value={value}
      options={shown.map((field) => ({
        value: field.id,
        title: said(field.name),
        label: (
          <span className={css.option}>
            <span className={css.icon}>{iconOf(field)}</span> {said(field.name)}
          </span>
        ),
      }))}
      onChange={(next: string | undefined) => onChange(next)}
    />
  )
}
