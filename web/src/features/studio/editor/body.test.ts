import { expect, it } from 'vitest'

import { at, fresh, proposedId, put, recast, resourced } from './body'

it('puts a value deep into a body and takes it away again', () => {
  const body = fresh('won', { zh: '赢单' }, 'pipeline')
  const changed = put(body, ['measure', 'where', 'value'], 'Won')
  expect(at(changed, ['measure', 'where', 'value'])).toBe('Won')
  expect(at(body, ['measure', 'where'])).toBeUndefined()
  expect(put(changed, ['measure', 'where'], undefined)).toEqual(body)
})

it('keeps what both kinds have', () => {
  const where = { field: 'stage', value: 'Won' }
  const sum = { kind: 'sum', source: 'pipeline', field: 'value', where } as const
  expect(recast(sum, 'mean')).toEqual({ ...sum, kind: 'mean' })
  expect(recast(sum, 'elapsed')).toEqual({ kind: 'elapsed', source: 'pipeline', where })
  expect(recast({ kind: 'distinct', source: 'pipeline', field: 'account' }, 'sum')).not.toHaveProperty('field')
  expect(recast({ kind: 'count', source: 'pipeline' }, 'sum', sum)).toBe(sum)
})

it('takes no field of the old source to the new one', () => {
  expect(resourced({ kind: 'percentile', source: 'a', field: 'x', p: 95 }, 'b')).toEqual({
    kind: 'percentile',
    source: 'b',
    p: 95,
  })
})

it('proposes an id that nobody has', () => {
  expect(proposedId('Won value (2026)', new Set())).toBe('won_value_2026')
  expect(proposedId('Won value', new Set(['won_value', 'won_value_2']))).toBe('won_value_3')
  expect(proposedId('赢单金额', new Set(['metric_1']))).toBe('metric_2')
})
