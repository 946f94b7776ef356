import { expect, it } from 'vitest'

import { daysBefore, keyOf, oneOf, SPANS, textOf } from './useView'

it('reads a subject whose key holds a colon', () => {
  expect(keyOf('customer:云泊:精密')).toEqual({ dimension: 'customer', key: '云泊:精密' })
  expect(keyOf(textOf({ dimension: 'unit', key: '销售中心/华东' }))).toEqual({
    dimension: 'unit',
    key: '销售中心/华东',
  })
  expect([keyOf(null), keyOf('x')]).toEqual([null, null])
})

it('counts days back over the turn of a year', () => {
  expect(daysBefore('2026-01-05', 6)).toBe('2025-12-30')
})

it('takes from the address only what there is', () => {
  expect(oneOf(SPANS, 'year')).toBe('year')
  expect([oneOf(SPANS, 'decade'), oneOf(SPANS, null)]).toEqual([null, null])
})
