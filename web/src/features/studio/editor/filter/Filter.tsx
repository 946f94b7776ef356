import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { QueryBuilder } from 'react-querybuilder'

import { useFormat } from '@/components/format'

import { type Condition, fitting, isNumber, type Query, toCondition, toQuery } from '../../conditions'
import { type Field, useDesk } from '../desk'
import { controls } from './controls'
import css from './filter.module.css'
import { useOperators } from './useOperators'

const DEEPEST = 3

interface Props {
  label: string
  value: Condition | undefined
  onChange: (condition: Condition | undefined) => void
}

/** Which rows, by picking fields, tests and values; groups within groups where "and" and "or" meet. */
export function Filter({ label, value, onChange }: Props) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const { fields, shut } = useDesk()
  const operatorsOf = useOperators()
  const { query, change } = useQuery(value, onChange)
  const known = useMemo(() => new Map(fields.map((field) => [field.id, field])), [fields])
  const options = useMemo(() => fields.map((field) => ({ name: field.id, label: said(field.name) })), [fields, said])
  return (
    <div className={css.filter} role="group" aria-label={label}>
      <QueryBuilder
        query={query}
        onQueryChange={change}
        fields={withMissing(options, query)}
        combinators={(['and', 'or'] as const).map((name) => ({ name, label: t(`studio.filter.${name}`) }))}
        getOperators={(field) => operatorsOf(known.get(field)?.type ?? 'text')}
        getDefaultOperator={() => 'eq'}
        getDefaultValue={({ field }) => firstValue(known.get(field))}
        onAddRule={(rule) => ({ ...rule, value: firstValue(known.get(rule.field)) })}
        controlElements={controls}
        controlClassnames={{ queryBuilder: css.builder, ruleGroup: css.group, rule: css.rule }}
        addRuleToNewGroups
        resetOnOperatorChange={false}
        listsAsArrays
        showNotToggle
        maxLevels={DEEPEST}
        disabled={shut}
        context={{ known }}
      />
    </div>
  )
}

/** A condition may test a field that the source no longer has: it stays to be seen and mended. */
function withMissing(options: { name: string; label: string }[], query: Query) {
  const there = new Set(options.map(({ name }) => name))
  const missing = new Set(fieldsIn(query).filter((name) => !there.has(name)))
  return [...options, ...[...missing].map((name) => ({ name, label: name }))]
}

const fieldsIn = (query: Query): string[] =>
  query.rules.flatMap((rule) => ('rules' in rule ? fieldsIn(rule) : [rule.field]))

/** What a new test begins with. */
function firstValue(field: Field | undefined): unknown {
  if (!field) return ''
  if (field.type === 'boolean') return true
  if (isNumber(field.type)) return 0
  return field.choices[0] ?? field.picture?.values[0]?.text ?? undefined
}

/** The tree as it is edited: it may hold groups that are still empty, which the condition does not. */
function useQuery(value: Condition | undefined, onChange: Props['onChange']) {
  const written = JSON.stringify(value)
  const [kept, setKept] = useState({ written, query: toQuery(value) })
  if (kept.written !== written) setKept({ written, query: toQuery(value) })
  function change(next: Query) {
    const fitted = fit(next)
    const condition = toCondition(fitted)
    const now = JSON.stringify(condition)
    setKept({ written: now, query: fitted })
    if (now !== written) onChange(condition)
  }
  return { query: kept.query, change }
}

/** Values in the shape that their operator takes. */
const fit = (query: Query): Query => ({
  ...query,
  rules: query.rules.map((rule) =>
    'rules' in rule ? fit(rule) : { ...rule, value: fitting(rule.value, rule.operator) },
  ),
})
