import { AutoComplete, DatePicker, InputNumber, Select } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import type { ValueEditorProps } from 'react-querybuilder'

import { figure, useFormat } from '@/components/format'

import { isBare, isList, isNumber } from '../../conditions'
import type { Field } from '../desk'
import type { Context } from './controls'
import css from './filter.module.css'

/** What a field is compared with, picked from what stands in it where that is known. */
export function Value(props: ValueEditorProps) {
  const { field, operator, disabled } = props
  const known = (props.context as Context).known.get(field)
  if (isBare(operator)) return null
  const change = (next: unknown) => props.handleOnChange(next)
  const given: Given = { field: known, value: props.value as unknown, disabled: disabled ?? false, change }
  const type = known?.type ?? 'text'
  if (isList(operator)) return <Many {...given} />
  if (type === 'boolean') return <YesNo {...given} />
  if (isNumber(type)) return <Figure {...given} />
  if (type === 'date') return <Day {...given} />
  if (type === 'datetime') return <Moment {...given} />
  return <One {...given} />
}

interface Given {
  field: Field | undefined
  value: unknown
  disabled: boolean
  change: (next: unknown) => void
}

function YesNo({ value, disabled, change }: Given) {
  const { t } = useTranslation()
  return (
    <Select
      className={css.short}
      aria-label={t('studio.filter.value')}
      disabled={disabled}
      value={value === true}
      options={[
        { value: true, label: t('studio.filter.yes') },
        { value: false, label: t('studio.filter.no') },
      ]}
      onChange={change}
    />
  )
}

function Figure({ field, value, disabled, change }: Given) {
  const { t } = useTranslation()
  return (
    <InputNumber
      className={css.value}
      aria-label={t('studio.filter.value')}
      disabled={disabled}
      suffix={field?.unit ?? undefined}
      value={typeof value === 'number' ? value : null}
      onChange={(next) => change(next ?? undefined)}
    />
  )
}

function Day({ value, disabled, change }: Given) {
  const { t } = useTranslation()
  return (
    <DatePicker
      className={css.value}
      aria-label={t('studio.filter.value')}
      disabled={disabled}
      value={typeof value === 'string' && value ? dayjs(value) : null}
      onChange={(next) => change(next ? next.format('YYYY-MM-DD') : undefined)}
    />
  )
}

function Moment({ value, disabled, change }: Given) {
  const { t } = useTranslation()
  return (
    <DatePicker
      className={css.value}
      showTime={{ format: 'HH:mm' }}
      format="YYYY-MM-DD HH:mm"
      aria-label={t('studio.filter.value')}
      disabled={disabled}
      value={typeof value === 'string' && value ? dayjs(value) : null}
      onChange={(next) => change(next ? next.format('YYYY-MM-DDTHH:mm:ssZ') : undefined)}
    />
  )
}

function One({ field, value, disabled, change }: Given) {
  const { t } = useTranslation()
  const options = useKnown(field)
  const text = typeof value === 'string' ? value : undefined
  if (field?.type === 'choice')
    return (
      <Select
        className={css.value}
        aria-label={t('studio.filter.value')}
        disabled={disabled}
        showSearch={{ optionFilterProp: 'value' }}
        placeholder={t('studio.filter.choose')}
        value={text}
        options={options}
        onChange={change}
      />
    )
  return (
    <AutoComplete
      className={css.value}
      aria-label={t('studio.filter.value')}
      disabled={disabled}
      placeholder={t('studio.filter.type')}
      showSearch={{ filterOption: (typed, option) => (option?.value ?? '').includes(typed) }}
      value={text}
      options={options}
      onChange={(next: string) => change(next)}
    />
  )
}

function Many({ field, value, disabled, change }: Given) {
  const { t } = useTranslation()
  const options = useKnown(field)
  const numbers = isNumber(field?.type ?? 'text')
  const values = Array.isArray(value) ? value.map(String) : []
  return (
    <Select
      mode={field?.type === 'choice' ? 'multiple' : 'tags'}
      className={css.many}
      aria-label={t('studio.filter.value')}
      disabled={disabled}
      placeholder={t('studio.filter.choose')}
      tokenSeparators={['、', '，', ',']}
      value={values}
      options={options}
      onChange={(next: string[]) =>
        change(numbers ? next.map(Number).filter((number) => Number.isFinite(number)) : next)
      }
    />
  )
}

/** What stands in the field, most frequent first, and what may stand there. */
function useKnown(field: Field | undefined) {
  const { t } = useTranslation()
  const { language } = useFormat()
  if (!field) return []
  const seen = new Map(field.picture?.values.map(({ text, rows }) => [text, rows]))
  const all = [...new Set([...seen.keys(), ...field.choices])]
  return all.map((text) => {
    const rows = seen.get(text)
    return {
      value: text,
      label: (
        <span className={css.known} lang={language}>
          <span>{text}</span>
          {rows !== undefined && <small>{t('studio.filter.rows', { count: rows, rows: figure(rows) })}</small>}
        </span>
      ),
    }
  })
}
