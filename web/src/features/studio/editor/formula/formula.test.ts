import { CompletionContext } from '@codemirror/autocomplete'
import { EditorState } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { expect, it } from 'vitest'

import { chips } from './chips'
import { completions } from './complete'
import { columnOf } from './marks'
import { written } from './written'

const names = new Map([
  ['won_value', '赢单金额'],
  ['won_deals', '赢单数'],
])

it('writes a tree as people write it', () => {
  const ref = (metric: string) => ({ metric })
  const sum = { op: '+', left: ref('a'), right: { number: 2 } }
  expect(written({ op: '/', left: sum, right: ref('b') })).toBe('(a + 2) / b')
  expect(written({ op: '*', left: sum, right: sum })).toBe('(a + 2) * (a + 2)')
  expect(written({ call: 'or_zero', arguments: [ref('a')] })).toBe('or_zero(a)')
  expect(written({ call: 'negative', arguments: [ref('a')] })).toBe('-a')
  expect([written('a / b'), written(undefined)]).toEqual(['a / b', ''])
})

it('finds metrics by name and by id, and writes the id', async () => {
  const asked = async (doc: string) => {
    const state = EditorState.create({ doc })
    const found = await completions(names, {})(new CompletionContext(state, doc.length, false))
    return found?.options.map(({ label, apply }) => [label, apply])
  }
  expect(await asked('2 * 金额')).toEqual([['赢单金额', 'won_value ']])
  expect(await asked('won_d')).toEqual([['赢单数', 'won_deals ']])
  expect(await asked('1 + 2')).toBeUndefined()
})

it('shows names and keeps ids', () => {
  const view = new EditorView({ state: EditorState.create({ doc: 'won_value / won_dealz', extensions: chips(names) }) })
  expect(view.contentDOM.textContent).toBe('赢单金额 / won_dealz')
  expect(view.state.doc.toString()).toBe('won_value / won_dealz')
})

it('reads where a fault is', () => {
  expect(
    columnOf({ what: { zh: '', en: "the formula cannot be read: column 12: 'x' is not the id of a metric" } }).column,
  ).toBe(12)
})
