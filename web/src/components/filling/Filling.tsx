import { DatePicker, Input, Radio, Segmented, Select } from 'antd'
import dayjs from 'dayjs'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'

import type { components } from '@/client/schema'
import type { Problem } from '@/client/types'

import { sentence, unitWords, useFormat } from '../format'
import { useNarrow } from '../useNarrow'
import { Evidence } from './Evidence'
import css from './filling.module.css'

export type Fillable = components['schemas']['FormField']

const FEW = 6 // so many choices lie open, more are behind a list

interface Props {
  fields: Fillable[]
  values: Record<string, string>
  onChange: (values: Record<string, string>) => void
  /** What is wrong, each placed at its field. */
  problems?: Problem[]
}

/** The fields of a form, one below the other, for one thumb. */
export function Filling({ fields, values, onChange, problems = [] }: Props) {
  return (
    <div className={css.fields}>
      {fields.map((field) => (
        <Field
          key={field.id}
          field={field}
          value={values[field.id] ?? ''}
          onChange={(text) => onChange({ ...values, [field.id]: text })}
          problems={problems.filter(({ place }) => place === field.id)}
        />
      ))}
    </div>
  )
}

interface FieldProps {
  field: Fillable
  value: string
  onChange: (text: string) => void
  problems: Problem[]
}

function Field({ field, value, onChange, problems }: FieldProps) {
  const { t } = useTranslation()
  const { said, language } = useFormat()
  const id = useId()
  const wrong = problems.length > 0
  const label = (
    <>
      {said(field.name)}
      {field.unit && <span className={css.soft}> · {unitWords(field.unit, language)}</span>}
      {!field.required && <span className={css.soft}> · {t('components.filling.optional')}</span>}
    </>
  )
  const input = { id, value, wrong, onChange, field }
  return (
    <div className={css.field} role="group" aria-labelledby={`${id}-name`}>
      <label id={`${id}-name`} htmlFor={id}>
        {label}
      </label>
      <Blank {...input} name={said(field.name)} />
      {problems.map((problem) => (
        <p key={problem.code} className={css.wrong} role="alert">
          {sentence(said(problem.what))} {problem.todo && sentence(said(problem.todo))}
        </p>
      ))}
    </div>
  )
}

interface BlankProps {
  id: string
  name: string
  field: Fillable
  value: string
  wrong: boolean
  onChange: (text: string) => void
}

/** What takes the answer, by its type. */
function Blank({ id, name, field, value, wrong, onChange }: BlankProps) {
  const { t } = useTranslation()
  const narrow = useNarrow()
  const status = wrong ? 'error' : ''
  const { type, choices } = field
  if (field.id === 'evidence') return <Evidence id={id} value={value} onChange={onChange} />
  if (type === 'choice' && choices.length <= FEW) {
    return (
      <Radio.Group
        className={css.choices}
        aria-label={name}
        value={value || null}
        onChange={(event) => onChange(event.target.value as string)}
        options={choices.map((choice) => ({ value: choice, label: choice }))}
      />
    )
  }
  if (type === 'choice') {
    return (
      <Select
        id={id}
        size="large"
        showSearch
        status={status}
        value={value || undefined}
        placeholder={t('components.filling.choose')}
        options={choices.map((choice) => ({ value: choice, label: choice }))}
        onChange={(next: string) => onChange(next)}
      />
    )
  }
  if (type === 'boolean') {
    return (
      <Segmented
        block
        size="large"
        aria-label={name}
        value={value || null}
        options={[
          { value: 'true', label: t('components.filling.yes') },
          { value: 'false', label: t('components.filling.no') },
        ]}
        onChange={(next) => onChange(next ?? '')}
      />
    )
  }
  if (type === 'text') {
    return (
      <Input.TextArea
        id={id}
        size="large"
        status={status}
        value={value}
        autoSize={{ minRows: 1, maxRows: 6 }}
        maxLength={1000}
        onChange={(event) => onChange(event.target.value)}
      />
    )
  }
  if (!narrow && (type === 'date' || type === 'datetime')) {
    const style = type === 'date' ? 'YYYY-MM-DD' : 'YYYY-MM-DD HH:mm'
    return (
      <DatePicker
        id={id}
        size="large"
        status={status}
        showTime={type === 'datetime' && { format: 'HH:mm' }}
        value={value ? dayjs(value) : null}
        onChange={(day) => onChange(day ? day.format(style) : '')}
      />
    )
  }
  return (
    <Input
      id={id}
      size="large"
      status={status}
      type={type === 'date' ? 'date' : type === 'datetime' ? 'datetime-local' : 'text'}
      inputMode={type === 'integer' ? 'numeric' : type === 'money' || type === 'number' ? 'decimal' : undefined}
      placeholder={type === 'subject' ? t('components.filling.subject') : undefined}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}
