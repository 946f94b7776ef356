import { useTranslation } from 'react-i18next'

import { useFormat } from '@/components/format'

import type { Slot } from '../body/slots'
import type { DimensionBody } from '../body/types'

const WORDS = ['key', 'time', 'number', 'label', 'unit', 'position', 'manager', 'region', 'starts', 'ends'] as const

/** What the places of a source are called. */
export function useSlotNames(dimensions: readonly DimensionBody[]) {
  const { t } = useTranslation()
  const { said } = useFormat()
  return (slot: Slot) => {
    if (slot === 'd:person') return t('sources.slots.person')
    if (slot.startsWith('d:')) {
      const found = dimensions.find(({ id }) => id === slot.slice(2))
      return found ? said(found.name) : slot.slice(2)
    }
    const word = WORDS.find((one) => one === slot)
    return word ? t(`sources.slots.${word}`) : slot
  }
}
