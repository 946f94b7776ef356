import { CloseOutlined } from '@ant-design/icons'
import { AutoComplete, Button, Checkbox, Input, Segmented, Select } from 'antd'
import { useId, useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import { unitWords, useLanguage } from '@/components/format'

import { withField } from '../body/columns'
import { SCOPES, type SourceBody } from '../body/types'
import css from './wizard.module.css'

const UNITS = ['CNY', 'USD', 'EUR', 'HKD', 'JPY', 'GBP', 'piece', 'order', 'person', 'hour', 'day', '%']
const STYLES: Record<string, string> = {
  '%d-%m-%Y': '31-12-2026',
  '%d/%m/%Y': '31/12/2026',
  '%d.%m.%Y': '31.12.2026',
  '%m-%d-%Y': '12-31-2026',
  '%m/%d/%Y': '12/31/2026',
  '%Y%m%d': '20261231',
  '%d %b %Y': '31 Dec 2026',
}

interface Props {
  field: string
  source: SourceBody
  onChange: (step: (source: SourceBody) => SourceBody) => void
}

/** What else can be said of a column: unit, choices, date style, who may see it, how texts are read. */
export function ColumnMore({ field, source, onChange }: Props) {
  const { t } = useTranslation()
  const language = useLanguage()
  const body = source.fields[field] ?? {}
  const { type = 'text', unit, choices = [], formats = [], scope = 'open', required = false, reads = {} } = body
  const change = (next: Parameters<typeof withField>[2]) => onChange((now) => withField(now, field, next))
  const counted = type === 'money' || type === 'number' || type === 'integer'
  return (
    <div className={css.more}>
      {counted && (
        <Line name={t('sources.unit')}>
          {(id) => (
            <AutoComplete
              id={id}
              value={unit}
              placeholder="CNY"
              options={UNITS.map((one) => ({ value: one, label: `${unitWords(one, language)} ${one}` }))}
              onChange={(next?: string) => change({ unit: next || undefined })}
            />
          )}
        </Line>
      )}
      {type === 'choice' && (
        <Line name={t('sources.choices')}>
          {(id) => (
            <Select
              id={id}
              mode="tags"
              value={choices}
              tokenSeparators={['，', ',', '、']}
              open={false}
              suffix={null}
              onChange={(next: string[]) => change({ choices: next })}
            />
          )}
        </Line>
      )}
      {(type === 'date' || type === 'datetime') && (
        <Line name={t('sources.styles')} hint={t('sources.stylesHint')}>
          {(id) => (
            <Select
              id={id}
              mode="tags"
              value={formats}
              placeholder={t('sources.stylesAuto')}
              options={Object.entries(STYLES).map(([value, label]) => ({ value, label }))}
              onChange={(next: string[]) => change({ formats: next.length > 0 ? next : undefined })}
            />
          )}
        </Line>
      )}
      <Line name={t('sources.scope')}>
        {() => (
          <Segmented
            value={scope}
            aria-label={t('sources.scope')}
            options={SCOPES.map((one) => ({ value: one, label: t(`sources.scopes.${one}`) }))}
            onChange={(next) => change({ scope: next === 'open' ? undefined : next })}
          />
        )}
      </Line>
      <Line name={t('sources.required')}>
        {(id) => (
          <Checkbox
            id={id}
            checked={required}
            onChange={(event) => change({ required: event.target.checked || undefined })}
          >
            {t('sources.requiredText')}
          </Checkbox>
        )}
      </Line>
      <Reads reads={reads} onChange={(next) => change({ reads: Object.keys(next).length > 0 ? next : undefined })} />
    </div>
  )
}

function Line({ name, hint, children }: { name: string; hint?: string; children: (id: string) => ReactNode }) {
  const id = useId()
  return (
    <div className={css.line}>
      <label htmlFor={id}>{name}</label>
      <div>
        {children(id)}
        {hint && <div className={css.soft}>{hint}</div>}
      </div>
    </div>
  )
}

/** Texts that are read as another one, from now on. */
function Reads({
  reads,
  onChange,
}: {
  reads: Record<string, string>
  onChange: (reads: Record<string, string>) => void
}) {
  const { t } = useTranslation()
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const without = (text: string) => Object.fromEntries(Object.entries(reads).filter(([one]) => one !== text))
  function add() {
    onChange({ ...reads, [from.trim()]: to.trim() })
    setFrom('')
    setTo('')
  }
  return (
    <Line name={t('sources.reads')}>
      {(id) => (
        <div className={css.reads}>
          {Object.entries(reads).map(([text, meant]) => (
            <span key={text} className={css.read}>
              <span>
                {text} → <strong>{meant}</strong>
              </span>
              <Button
                type="text"
                size="small"
                icon={<CloseOutlined />}
                aria-label={t('sources.readGone', { text })}
                onClick={() => onChange(without(text))}
              />
            </span>
          ))}
          <span className={css.readNew}>
            <Input
              id={id}
              value={from}
              placeholder={t('sources.readFrom')}
              onChange={(event) => setFrom(event.target.value)}
            />
            →
            <Input
              value={to}
              aria-label={t('sources.readTo')}
              placeholder={t('sources.readTo')}
              onChange={(event) => setTo(event.target.value)}
              onPressEnter={add}
            />
            <Button disabled={!from.trim() || !to.trim()} onClick={add}>
              {t('sources.add')}
            </Button>
          </span>
        </div>
      )}
    </Line>
  )
}
