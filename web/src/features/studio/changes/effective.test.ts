import { expect, it } from 'vitest'

import { dayOf } from './effective'

it('finds the first day of the next month and quarter, over the turn of the year too', () => {
  expect(dayOf('month', '2026-01-05')).toBe('2026-02-01')
  expect(dayOf('quarter', '2026-01-05')).toBe('2026-04-01')
  expect([dayOf('month', '2025-12-31'), dayOf('quarter', '2025-11-01')]).toEqual(['2026-01-01', '2026-01-01'])
  expect([dayOf('ever', '2026-01-05'), dayOf('today', '2026-01-05')]).toEqual([null, '2026-01-05'])
})
