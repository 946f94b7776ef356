import type { MenuProps } from 'antd'
import { useTranslation } from 'react-i18next'

import type { Condition } from '../../conditions'
import { isMoment, isNumber } from '../../conditions'
import { isMade, type Measure, type MeasureKind, recast, slotName, SLOTS } from '../body'
import { type Field, fits, lead, useDesk } from '../desk'

type Items = NonNullable<MenuProps['items']>

const OF_NUMBERS: MeasureKind[] = ['sum', 'mean', 'median', 'percentile']

/** What a field can be used for in this metric, as a menu. */
export function useUses(): (field: Field) => Items {
  const { t } = useTranslation()
  const { body, change } = useDesk()
  const measure: Measure = body.measure ?? { kind: 'count' }

  return (field) => {
    const slots = SLOTS[measure.kind]
      .filter(({ takes, option }) => fits(field, takes) && measure[option] !== field.id)
      .map(({ option }) => ({
        key: `slot ${option}`,
        label: t('studio.picture.as', { what: t(`studio.slots.${slotName(option)}`) }),
        onClick: () => change(['measure', option], field.id),
      }))
    const kinds = kindsOf(field)
      .filter((kind) => kind !== measure.kind)
      .map((kind) => ({
        key: `kind ${kind}`,
        label: t('studio.picture.compute', { what: t(`studio.measures.${kind}.name`) }),
        onClick: () =>
          change(['measure'], { ...recast(isMade(measure.kind) ? undefined : measure, kind), field: field.id }),
      }))
    const only = {
      key: 'only',
      label: t('studio.picture.only'),
      onClick: () => {
        change(['measure', 'where'], joined(measure.where, testOf(field)))
        setTimeout(() => lead(['measure', 'where']), 100)
      },
    }
    return [...slots, ...kinds, ...(slots.length + kinds.length > 0 ? [{ type: 'divider' as const }] : []), only]
  }
}

function kindsOf(field: Field): MeasureKind[] {
  if (isNumber(field.type)) return OF_NUMBERS
  return isMoment(field.type) || field.type === 'boolean' ? [] : ['distinct']
}

function testOf(field: Field): Condition {
  if (field.type === 'boolean') return { field: field.id, value: true }
  return { field: field.id, op: 'not_empty' }
}

function joined(where: Condition | undefined, test: Condition): Condition {
  if (!where) return test
  return 'all' in where ? { all: [...where.all, test] } : { all: [where, test] }
}
