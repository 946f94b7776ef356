import { expect, it } from 'vitest'

import { mergePatch } from './patch'

// The examples of RFC 7396, appendix A, that start from an object.
it.each([
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
])('merges %j with %j', (target, patch, result) => expect(mergePatch(target, patch)).toEqual(result))

it('leaves what it is given as it was', () => {
  const body = { fields: { product: { type: 'text', reads: { GTXPro: 'GTX Pro' } } } }
  const after = mergePatch(body, { fields: { product: { reads: { 'MG Spezial': 'MG Special' } } } })
  expect(after.fields.product.reads).toEqual({ GTXPro: 'GTX Pro', 'MG Spezial': 'MG Special' })
  expect(Object.keys(body.fields.product.reads)).toEqual(['GTXPro'])
})
