import { expect, it } from 'vitest'

import { fieldsOf, freshRow, sourceOf } from './rows'

const visit = {
  ...{ zh: '走访记录', en: 'Visit', about: '', id: '', otherwise: 'form_1', owner: '', units: ['华东'], positions: [] },
  rows: [
    { ...freshRow('choice'), zh: '结果', en: 'Result', choices: ['达成', '再约'] },
    { ...freshRow('money'), zh: '意向金额', en: 'Amount', unit: 'CNY', required: false },
    { ...freshRow('evidence'), zh: '照片', en: 'Photo', required: false },
  ],
}

it('makes a source that people tell, with what is stamped', () => {
  const source = sourceOf(visit)
  expect(source).toMatchObject({
    id: 'visit',
    told_by: 'people',
    key: ['id'],
    time: 'at',
    tellers: { units: ['华东'] },
  })
  expect(source.fields.at).toMatchObject({ type: 'datetime' })
  expect(source.fields.by).toMatchObject({ type: 'subject', dimension: 'person' })
  expect(source.fields.result).toMatchObject({ type: 'choice', required: true, choices: ['达成', '再约'] })
  expect(source.fields.amount).toEqual({ type: 'money', unit: 'CNY', name: { zh: '意向金额', en: 'Amount' } })
  expect(source.fields.evidence?.type).toBe('text')
})

it('gives every question an id of its own, and none that is stamped', () => {
  const rows = ['At', 'By', '地点', 'At'].map((en) => ({ ...freshRow(), zh: en, en: en === '地点' ? '' : en }))
  expect(Object.keys(fieldsOf(rows))).toEqual(['at_2', 'by_2', 'field_3', 'at_3'])
})

it('lets everybody fill in a form that names nobody', () => {
  expect(sourceOf({ ...visit, units: [] })).not.toHaveProperty('tellers')
})
