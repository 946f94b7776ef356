import { DownOutlined, HolderOutlined } from '@ant-design/icons'
import { Button, Input, Select, Switch } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useFormat } from '@/components/format'
import { useNarrow } from '@/components/useNarrow'

import { fieldAt, idOf, nameOf, withField, withType } from '../body/columns'
import { put, type Slot, slotsWith, take } from '../body/slots'
import { type DimensionBody, type FieldType, type SourceBody, TYPES } from '../body/types'
import type { ColumnGuess } from '../types'
import { ColumnMore } from './ColumnMore'
import { Confidence } from './Confidence'
import { useSlotNames } from './useSlotNames'
import css from './wizard.module.css'

const SAMPLES = 3
const FRESH = 'fresh'

interface Props {
  heading: string
  samples: string[]
  guess: ColumnGuess | undefined
  source: SourceBody
  slots: Slot[]
  dimensions: DimensionBody[]
  onChange: (step: (source: SourceBody) => SourceBody) => void
  onDimension: (dimension: DimensionBody) => void
  onUse: (used: boolean) => void
  onDrag: (field: string | null) => void
}

/** One column: its heading and values, what it means, where it stands, and how sure that is. */
export function Column(props: Props) {
  const { heading, samples, guess, source, onUse, onDrag } = props
  const { t } = useTranslation()
  const narrow = useNarrow()
  const [open, setOpen] = useState(false)
  const field = fieldAt(source, heading)
  return (
    <li className={field ? css.column : `${css.column} ${css.unused}`}>
      <div
        className={css.heading}
        draggable={field !== undefined}
        onDragStart={(event) => {
          event.dataTransfer.effectAllowed = 'move'
          event.dataTransfer.setData('text/plain', heading)
          onDrag(field ?? null)
        }}
        onDragEnd={() => onDrag(null)}
      >
        <HolderOutlined aria-hidden="true" className={css.handle} />
        <div>
          <strong>{heading}</strong>
          <span className={css.samples}>
            {samples.slice(0, SAMPLES).join(' · ') || (guess && t('sources.blankColumn'))}
          </span>
        </div>
      </div>
      {!field && <span className={css.left}>{t('sources.leftOut')}</span>}
      {field && (!narrow || open) && <Meaning {...props} field={field} />}
      {field && narrow && !open && <Summary {...props} field={field} />}
      <div className={css.confidence}>{field && guess && <Confidence guess={guess} />}</div>
      <div className={css.tail}>
        <Switch
          size="small"
          checked={field !== undefined}
          aria-label={t('sources.useColumn', { column: heading })}
          onChange={onUse}
        />
        <Button
          type="text"
          size="small"
          disabled={!field}
          aria-expanded={open && field !== undefined}
          aria-label={t('sources.moreOf', { column: heading })}
          icon={<DownOutlined rotate={open ? 180 : 0} />}
          onClick={() => setOpen(!open)}
        />
      </div>
      {open && field && <ColumnMore {...props} field={field} />}
    </li>
  )
}

/** What a column means, in a few words, where there is no room to change it. */
function Summary({ field, source, slots, dimensions }: Props & { field: string }) {
  const { t } = useTranslation()
  const slotName = useSlotNames(dimensions)
  const { type = 'text', dimension } = source.fields[field] ?? {}
  const places = slotsWith(
    source,
    field,
    slots.filter((slot) => !slot.startsWith('d:')),
  )
  const content = type === 'subject' ? slotName(`d:${dimension ?? ''}`) : t(`sources.types.${type}`)
  return <span className={css.summary}>{[content, ...places.map(slotName)].join(' · ')}</span>
}

function Meaning({ field, heading, source, slots, dimensions, onChange, onDimension }: Props & { field: string }) {
  const { t } = useTranslation()
  const { language, said } = useFormat()
  const slotName = useSlotNames(dimensions)
  const { type = 'text', dimension } = source.fields[field] ?? {}
  const name = nameOf(source, field)
  const plain = slots.filter((slot) => !slot.startsWith('d:'))
  const places = slotsWith(source, field, plain)

  function choose(value: string) {
    if (value === FRESH) {
      const id = idOf(said(name), `list_${field}`.slice(0, 63))
      onDimension({ kind: 'dimension', id, name, listed: false })
      onChange((now) => withType(now, field, 'subject', id))
    } else if (value.startsWith('d:')) onChange((now) => withType(now, field, 'subject', value.slice(2)))
    else onChange((now) => withType(now, field, value as FieldType))
  }

  function place(next: string[]) {
    onChange((now) => {
      const without = places.filter((one) => !next.includes(one)).reduce((body, slot) => take(body, field, slot), now)
      return next.filter((one) => !places.includes(one)).reduce((body, slot) => put(body, field, slot), without)
    })
  }

  return (
    <>
      <Input
        aria-label={t('sources.nameOf', { column: heading })}
        value={language === 'zh' ? name.zh : name.en}
        maxLength={60}
        onChange={(event) => {
          const text = event.target.value
          const both = name.zh === name.en
          onChange((now) =>
            withField(now, field, { name: both ? { zh: text, en: text } : { ...name, [language]: text } }),
          )
        }}
      />
      <Select
        aria-label={t('sources.typeOf', { column: heading })}
        value={type === 'subject' ? `d:${dimension ?? ''}` : type}
        popupMatchSelectWidth={false}
        onChange={choose}
        options={[
          {
            label: t('sources.plainTypes'),
            options: TYPES.filter((one) => one !== 'subject').map((one) => ({
              value: one,
              label: t(`sources.types.${one}`),
            })),
          },
          {
            label: t('sources.listTypes'),
            options: [
              { value: 'd:person', label: t('sources.slots.person') },
              ...dimensions
                .filter(({ id }) => id !== 'person')
                .map(({ id, name: known }) => ({ value: `d:${id}`, label: said(known) })),
              { value: FRESH, label: t('sources.freshList') },
            ],
          },
        ]}
      />
      <Select
        mode="multiple"
        aria-label={t('sources.placeOf', { column: heading })}
        placeholder={t('sources.plainPlace')}
        value={places}
        showSearch={false}
        popupMatchSelectWidth={false}
        onChange={place}
        options={plain.map((slot) => ({ value: slot, label: slotName(slot) }))}
      />
    </>
  )
}
