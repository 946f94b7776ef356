import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, it } from 'vitest'

import { type Condition, fitting, opsOf, toCondition, toQuery } from './conditions'

const test = (field: string, value: unknown, op?: string): Condition => ({ field, ...(op && { op }), value })
const a = test('stage', 'Won')
const b = test('value', 5, 'gt')

/** Every condition that the examples and templates write on one line, read as the YAML of one line is. */
function written(): Condition[] {
  const root = join(import.meta.dirname, '../../../..')
  const folders = ['examples/adventureworks', 'examples/crm-sales', 'examples/helpdesk']
  const all = [...folders, 'src/zhunsheng/templates/medical-distribution'].flatMap((folder) =>
    readdirSync(join(root, folder, 'metrics')).map((file) => readFileSync(join(root, folder, 'metrics', file), 'utf8')),
  )
  return all.flatMap(conditionsIn)
}

function conditionsIn(text: string): Condition[] {
  return [...text.matchAll(/where: \{/g)].map(({ index }) => {
    const start = index + 'where: '.length
    let depth = 0
    let end = start
    do {
      depth += text[end] === '{' ? 1 : text[end] === '}' ? -1 : 0
      end += 1
    } while (depth > 0)
    return JSON.parse(quoted(text.slice(start, end))) as Condition
  })
}

const quoted = (flow: string) =>
  flow.replace(/[^{}[\],:\s'][^{}[\],:]*/g, (word) =>
    /^(true|false|null|-?\d+(\.\d+)?)$/.test(word.trim()) ? word : JSON.stringify(word.trim()),
  )

it('reads every condition of the examples and writes it as it was', () => {
  const found = written()
  expect(found.length).toBeGreaterThan(60)
  for (const condition of found) expect(toCondition(toQuery(condition))).toEqual(condition)
})

it.each<[string, Condition]>([
  ['one test', a],
  ['a list', test('stage', ['Won', 'Lost'], 'in')],
  ['nothing to compare with', { field: 'stage', op: 'not_empty' }],
  ['false and zero', { all: [test('left', false), test('n', 0)] }],
  ['a day', test('closed', '2026-01-05', 'ge')],
  ['all and any within', { all: [a, { any: [b, { all: [a, b] }] }] }],
  ['not of a test', { not: a }],
  ['not of a group', { not: { any: [a, b] } }],
  ['not within', { all: [a, { not: b }] }],
  ['not twice', { not: { not: { all: [a, b] } } }],
  ['a group of one', { any: [a] }],
  ['a group of one, negated, in a group of one', { all: [{ not: { all: [a] } }] }],
])('keeps %s', (_, condition) => {
  expect(toCondition(toQuery(condition))).toEqual(condition)
})

it('takes an empty group for no condition', () => {
  expect(toCondition(toQuery(undefined))).toBeUndefined()
  expect(toCondition({ combinator: 'and', rules: [{ combinator: 'or', rules: [] }] })).toBeUndefined()
})

it('leaves a group once a second rule joins the only one', () => {
  const query = toQuery(a)
  expect(toCondition({ ...query, rules: [...query.rules, ...toQuery(b).rules] })).toEqual({ all: [a, b] })
})

it('fits a value to the operator', () => {
  expect([fitting('Won', 'in'), fitting(['Won', 'Lost'], 'eq'), fitting('Won', 'empty'), fitting('', 'in')]).toEqual([
    ['Won'],
    'Won',
    undefined,
    [],
  ])
})

it('offers what a type can be tested for', () => {
  expect(opsOf('boolean')).toEqual(['eq', 'ne', 'empty', 'not_empty'])
  expect(opsOf('money')).toContain('ge')
  expect(opsOf('subject')).not.toContain('contains')
})
