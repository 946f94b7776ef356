import { expect, it } from 'vitest'

import { typeset } from './typeset'

it('sets Chinese with full marks and leaves figures, times and English alone', () => {
  expect(typeset('昨天 28.23 分钟,比前一天多 1,590 件，在 14:30 与 1:05')).toBe(
    '昨天 28.23 分钟，比前一天多 1,590 件，在 14:30 与 1:05',
  )
  expect(typeset('没有异常:都在波动之内(或日期已变)')).toBe('没有异常：都在波动之内（或日期已变）')
  expect(typeset('见说明(NIST 6.3)')).toBe('见说明（NIST 6.3）')
  expect(typeset('OEE (availability, speed)')).toBe('OEE (availability, speed)')
})
