import { expect, it } from 'vitest'

import type { SparkPoint } from '@/client/types'

import { drawn, runsOf } from './spark-drawing'

const points = (...values: (number | null)[]): SparkPoint[] =>
  values.map((value, at) => ({ period: `2026-01-0${at + 1}`, value, state: value === null ? 'no_data' : 'value' }))

it('leaves a gap where a period is missing', () => {
  const drawing = drawn(points(1, 2, null, 2, 3), null, null, 100, 20)
  expect(drawing?.paths).toHaveLength(2)
})

it('shows a value between two gaps as a dot', () => {
  const drawing = drawn(points(1, null, 2, null, 3), null, null, 100, 20)
  expect(drawing?.dots).toHaveLength(3)
  expect(drawing?.last?.[0]).toBe(96)
})

it('draws nothing when nothing is known, and a level line for one value', () => {
  expect(drawn(points(null, null), 3, null, 100, 20)).toBeNull()
  expect(drawn(points(5, 5), null, null, 100, 20)?.paths).toEqual(['M4 10L96 10'])
})

it('keeps the target inside the picture', () => {
  const target = drawn(points(1, 2), 4, null, 100, 20)?.target
  expect(target).toBe(4)
})

it('cuts runs', () => {
  expect(runsOf([1, null, null, 2, 3])).toEqual([[1], [2, 3]])
})
