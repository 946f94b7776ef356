import { expect, it } from 'vitest'

import { openedOf } from './useWhy'

it('reads an opened number out of the address', () => {
  expect(openedOf('person:HD1005:2025-12')).toEqual({ dimension: 'person', key: 'HD1005', period: '2025-12' })
  expect(openedOf('unit:a:b:2025-W02')).toEqual({ dimension: 'unit', key: 'a:b', period: '2025-W02' })
  expect([openedOf(null), openedOf('person')]).toEqual([null, null])
})
