import { useTranslation } from 'react-i18next'

import { sentence, useFormat } from '@/components/format'

import type { Located } from './studio'

/** Where in a formula its fault is: the server says the column, from 1. */
export const columnIn = ({ what }: Pick<Located, 'what'>) => Number(/column (\d+)/.exec(what.en)?.[1] ?? 0)

/** A fault as a sentence; of a formula, by its place. */
export function useFaultWords() {
  const { t } = useTranslation()
  const { said } = useFormat()
  return (fault: Located) => {
    const column = fault.path.at(-1) === 'formula' ? columnIn(fault) : 0
    return column > 0 ? t('studio.formula.wrong', { column }) : sentence(said(fault.what))
  }
}
