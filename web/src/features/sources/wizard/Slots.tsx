import { CloseOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { headingOf } from '../body/columns'
import { inSlot, type Slot } from '../body/slots'
import type { DimensionBody, SourceBody } from '../body/types'
import { useSlotNames } from './useSlotNames'
import css from './wizard.module.css'

const NEEDED = ['key', 'number']

interface Props {
  source: SourceBody
  slots: Slot[]
  dimensions: DimensionBody[]
  /** The field that is being dragged. */
  dragged: string | null
  onDrop: (field: string, slot: Slot) => void
  onTake: (field: string, slot: Slot) => void
}

/** The places of the source; a column is dragged onto one, or chosen for it in its own line. */
export function Slots({ source, slots, dimensions, dragged, onDrop, onTake }: Props) {
  const { t } = useTranslation()
  const [over, setOver] = useState<Slot | null>(null)
  const nameOf = useSlotNames(dimensions)
  return (
    <ul className={css.slots} aria-label={t('sources.places')}>
      {slots.map((slot) => {
        const fields = inSlot(source, slot)
        const state = [css.slot, dragged && css.slotReady, dragged && over === slot && css.slotOver]
        return (
          <li
            key={slot}
            className={state.filter(Boolean).join(' ')}
            onDragOver={(event) => {
              if (!dragged) return
              event.preventDefault()
              setOver(slot)
            }}
            onDragLeave={() => setOver(null)}
            onDrop={(event) => {
              if (!dragged) return
              event.preventDefault()
              setOver(null)
              onDrop(dragged, slot)
            }}
          >
            <span className={css.slotName}>{nameOf(slot)}</span>
            <span className={css.slotFields}>
              {fields.map((field) => (
                <span key={field} className={css.chip}>
                  {headingOf(source, field)}
                  <button
                    type="button"
                    aria-label={t('sources.takeOut', { column: headingOf(source, field), place: nameOf(slot) })}
                    onClick={() => onTake(field, slot)}
                  >
                    <CloseOutlined />
                  </button>
                </span>
              ))}
              {fields.length === 0 && (
                <span className={css.slotEmpty}>
                  {t(NEEDED.includes(slot) ? 'sources.slotNeeded' : 'sources.slotEmpty')}
                </span>
              )}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
