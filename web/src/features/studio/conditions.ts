import type { RuleGroupType, RuleType } from 'react-querybuilder'

/** Which facts count, as the blueprint has it. */
export type Condition = Test | { all: Condition[] } | { any: Condition[] } | { not: Condition }
export interface Test {
  field: string
  op?: string
  value?: unknown
}
/** `bare`: whether a single rule stands without a group around it in the blueprint. */
export type Query = RuleGroupType<RuleType, 'and' | 'or'> & { bare?: boolean }
type Part = Query['rules'][number]

export const OPS = [
  'eq',
  'ne',
  'lt',
  'le',
  'gt',
  'ge',
  'in',
  'not_in',
  'contains',
  'starts_with',
  'empty',
  'not_empty',
] as const
export type Op = (typeof OPS)[number]
const LISTS: readonly string[] = ['in', 'not_in']
const BARE: readonly string[] = ['empty', 'not_empty']
export const isList = (op: string) => LISTS.includes(op)
export const isBare = (op: string) => BARE.includes(op)

/** The condition as the tree that is edited; none is an empty group. */
export function toQuery(condition: Condition | undefined): Query {
  if (condition === undefined) return { combinator: 'and', rules: [] }
  if ('not' in condition) return negated(toQuery(condition.not))
  if ('all' in condition) return group('and', condition.all)
  if ('any' in condition) return group('or', condition.any)
  return { combinator: 'and', rules: [ruleOf(condition)] }
}

const group = (combinator: 'and' | 'or', parts: Condition[]): Query => ({
  combinator,
  rules: parts.map(partOf),
  ...(parts.length === 1 && { bare: false }),
})

/** What is negated twice stands in a group of its own. */
const negated = (query: Query): Query =>
  query.not ? { combinator: 'and', not: true, rules: [query] } : { ...query, not: true }

const partOf = (condition: Condition): Part => ('field' in condition ? ruleOf(condition) : toQuery(condition))

const ruleOf = ({ field, op = 'eq', value }: Test): RuleType => ({ field, operator: op, value })

/** The tree as a condition again; undefined where it has no rule. */
export function toCondition(query: Query): Condition | undefined {
  const parts = query.rules.flatMap((rule) => conditionOf(rule) ?? [])
  const [only] = parts
  if (!only) return undefined
  const plain = parts.length === 1 && query.bare !== false
  const whole: Condition = plain ? only : query.combinator === 'or' ? { any: parts } : { all: parts }
  return query.not ? { not: whole } : whole
}

const conditionOf = (part: Part): Condition | undefined => ('rules' in part ? toCondition(part) : testOf(part))

function testOf({ field, operator, value }: RuleType): Test {
  const test: Test = { field, ...(operator !== 'eq' && { op: operator }) }
  return isBare(operator) || value === undefined || value === null ? test : { ...test, value: value as unknown }
}

/** A value that goes with another operator: one becomes a list, a list its first. */
export function fitting(value: unknown, op: string): unknown {
  if (isBare(op)) return undefined
  if (isList(op)) return Array.isArray(value) ? value : value === undefined || value === '' ? [] : [value]
  return Array.isArray(value) ? (value as unknown[])[0] : value
}

const NUMBERS = ['integer', 'number', 'money']
const MOMENTS = ['date', 'datetime']
export const isNumber = (type: string) => NUMBERS.includes(type)
export const isMoment = (type: string) => MOMENTS.includes(type)

/** The tests that a field of a type can be put to. */
export function opsOf(type: string): Op[] {
  return OPS.filter((op) => {
    if (['lt', 'le', 'gt', 'ge'].includes(op)) return isNumber(type) || isMoment(type)
    if (op === 'contains' || op === 'starts_with') return type === 'text' || type === 'choice'
    if (isList(op)) return type !== 'boolean' && !isMoment(type)
    return true
  })
}
