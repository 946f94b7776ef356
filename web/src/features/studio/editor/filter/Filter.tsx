import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { QueryBuilder } from 'react-querybuilder'

import { useFormat } from '@/components/format'

import { type Condition, fitting, isNumber, placesOf, type Query, toCondition, toQuery } from '../../conditions'
import type { Path } from '../body'
import { type Field, useDesk } from '../desk'
import { type Context, controls } from './controls'
import css from './filter.module.css'
import { useOperators } from './useOperators'

const DEEPEST = 3

interface Props {
  label: string
  /** Where the condition stands in the metric. */
  path: Path
  value: Condition | undefined
  onChange: (condition: Condition | undefined) => void
}

/** Which rows, by picking fields, tests and values; groups within groups where "and" and "or" meet. */
export function Filter({ label, path, value, onChange }: Props) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const { fields, faults, shut } = useDesk()
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
        getDefaultField={() => firstField(fields)}
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
        context={{ known, faults, places: placesOf(query, path) } satisfies Context}
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

/** What rows are told apart by most often: a choice, a yes or no, else whatever comes first. */
function firstField(fields: Field[]): string {
  const of = (type: string) => fields.find((field) => field.type === type)
  return (of('choice') ?? of('boolean') ?? fields[0])?.id ?? ''
}

/** What a new test begins with. */
function firstValue(field: Field | undefined): unknown {
  if (!field) return undefined
  if (field.type === 'boolean') return true
  if (isNumber(field.type)) return 0
  return field.choices[0]
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
