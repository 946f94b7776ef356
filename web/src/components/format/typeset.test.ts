import { expect, it } from 'vitest'

import { sentence, typeset } from './typeset'

it('sets Chinese with full marks and leaves figures, times and English alone', () => {
  expect(typeset('昨天 28.23 分钟,比前一天多 1,590 件，在 14:30 与 1:05')).toBe(
    '昨天 28.23 分钟，比前一天多 1,590 件，在 14:30 与 1:05',
  )
  expect(typeset('没有异常:都在波动之内(或日期已变)')).toBe('没有异常：都在波动之内（或日期已变）')
  expect(typeset('见说明(NIST 6.3)')).toBe('见说明（NIST 6.3）')
  expect(typeset('OEE (availability, speed)')).toBe('OEE (availability, speed)')
})

it('leaves no space after a full mark', () => {
  expect(typeset('没有用到, 请检查，  再试')).toBe('没有用到，请检查，再试')
})

it('makes a sentence of a message', () => {
  expect([sentence('the file is empty'), sentence('文件是空的'), sentence('Done.')]).toEqual([
    'The file is empty.',
    '文件是空的。',
    'Done.',
  ])
})

it('ends English that quotes Chinese as English, and Chinese that names a system as Chinese', () => {
  expect(sentence("rows where 'stage' is 赢单, by 'seller'")).toBe("Rows where 'stage' is 赢单, by 'seller'.")
  expect(sentence('CRM 里的商机')).toBe('CRM 里的商机。')
})
