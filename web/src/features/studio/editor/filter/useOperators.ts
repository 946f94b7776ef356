import { useTranslation } from 'react-i18next'

import { isMoment, isNumber, opsOf } from '../../conditions'

const DAYS = ['eq', 'ne', 'lt', 'le', 'gt', 'ge'] as const

/** The tests of a type, in its words: a number is more, a day is later. */
export function useOperators() {
  const { t } = useTranslation()
  return (type: string) =>
    opsOf(type).map((name) => {
      const day = isMoment(type) && DAYS.find((one) => one === name)
      const label = day
        ? t(`studio.filter.days.${day}`)
        : isNumber(type) && (name === 'eq' || name === 'ne')
          ? t(`studio.filter.numbers.${name}`)
          : t(`studio.filter.ops.${name}`)
      return { name, label }
    })
}
