import { useTranslation } from 'react-i18next'

import { sentence, useFormat } from '@/components/format'

import type { Located } from './studio'

/** Where in a formula its fault is: the server says the column, from 1. */
export const columnIn = ({ what }: Pick<Located, 'what'>) => Number(/column (\d+)/.exec(what.en)?.[1] ?? 0)

const SLOTS = [
  ...(['field', 'start', 'end', 'case', 'opened', 'closed', 'sum', 'planned', 'down', 'pieces', 'rejected'] as const),
  ...(['ideal_rate', 'metric', 'formula'] as const),
]

const slotAt = (path: Located['path']) => SLOTS.find((slot) => slot === path.at(-1)) ?? 'some'

/** Nothing was chosen yet: what a file would have to say stands in such a fault, which is no help on a page. */
export const isMissing = ({ code }: Pick<Located, 'code'>) => code === 'blueprint.missing'

/** A fault as a sentence; of a formula, by its place, and of what nobody chose yet, by its name. */
export function useFaultWords() {
  const { t } = useTranslation()
  const { said } = useFormat()
  return (fault: Located) => {
    if (isMissing(fault)) return t('studio.missing', { what: t(`studio.slots.${slotAt(fault.path)}`) })
    const column = fault.path.at(-1) === 'formula' ? columnIn(fault) : 0
    return column > 0 ? t('studio.formula.wrong', { column }) : sentence(said(fault.what))
  }
}
