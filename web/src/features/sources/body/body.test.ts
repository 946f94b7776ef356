import { describe, expect, it } from 'vitest'

import { fieldAt, freeId, idOf, withColumn, withField, withoutField, withRenamed, withType } from './columns'
import { inSlot, kindOf, put, slotsOf, take, withKind } from './slots'
import type { SourceBody } from './types'

const deals: SourceBody = {
  kind: 'source',
  id: 'pipeline',
  name: { zh: '销售商机', en: 'Sales pipeline' },
  system: 'CRM',
  key: ['id'],
  time: 'closed',
  fields: {
    id: { column: '商机编号', required: true },
    closed: { type: 'date', column: '关闭日', formats: ['%d-%m-%Y'] },
    agent: { type: 'subject', dimension: 'person', column: '销售' },
    value: { type: 'money', column: '成交额', unit: 'CNY' },
  },
}

describe('columns', () => {
  it('finds the field of a heading, earlier ones too', () => {
    const renamed = withRenamed(deals, [{ field: 'value', column: '成交额', heading: '成交金额' }])
    expect(fieldAt(renamed, '成交金额')).toBe('value')
    expect(fieldAt(renamed, '成交额')).toBe('value')
    expect(fieldAt(renamed, '别的')).toBeUndefined()
  })

  it('keeps every earlier heading once, and none that is the present one', () => {
    const once = withRenamed(deals, [{ field: 'value', column: '成交额', heading: '成交金额' }])
    const back = withRenamed(once, [{ field: 'value', column: '成交金额', heading: '成交额' }])
    expect(back.fields.value).toMatchObject({ column: '成交额', also: ['成交金额'] })
  })

  it('drops with a type what belonged to it', () => {
    expect(withType(deals, 'value', 'text').fields.value).toEqual({ type: 'text', column: '成交额' })
    expect(withType(deals, 'value', 'number').fields.value?.unit).toBeUndefined()
    expect(withType(deals, 'closed', 'datetime').fields.closed?.formats).toEqual(['%d-%m-%Y'])
    expect(withType(deals, 'agent', 'subject', 'customer').fields.agent?.dimension).toBe('customer')
  })

  it('takes a field out of wherever it stood', () => {
    const without = withoutField(deals, 'closed')
    expect(without.time).toBeUndefined()
    expect(Object.keys(without.fields)).not.toContain('closed')
    expect(withoutField(deals, 'id').key).toEqual([])
  })

  it('adds a column under an id of its own', () => {
    expect(Object.keys(withColumn(deals, 'Value', { type: 'number' }).fields)).toContain('value_2')
    expect(freeId(deals, 'sector')).toBe('sector')
    expect(idOf('Close date (UTC)', 'field')).toBe('close_date_utc')
    expect(idOf('客户', 'field_3')).toBe('field_3')
  })

  it('leaves out what is undefined', () => {
    expect(withField(deals, 'value', { unit: undefined }).fields.value).not.toHaveProperty('unit')
  })
})

describe('places', () => {
  it('has the places of a list of facts, of people, of members', () => {
    expect(slotsOf(deals, ['customer', 'person'])).toEqual(['key', 'time', 'd:person', 'd:customer'])
    expect(slotsOf(withKind(deals, 'people'), [])[0]).toBe('number')
    expect(slotsOf(withKind(deals, 'members:customer'), [])).toEqual(['key', 'label'])
  })

  it('puts a column into a place and takes it out again', () => {
    const put_ = put(deals, 'value', 'd:customer')
    expect(inSlot(put_, 'd:customer')).toEqual(['value'])
    expect(put_.fields.value).not.toHaveProperty('unit')
    expect(inSlot(take(put_, 'value', 'd:customer'), 'd:customer')).toEqual([])
  })

  it('knows a key of several columns, and makes each of them needed', () => {
    const two = put(deals, 'agent', 'key')
    expect(two.key).toEqual(['id', 'agent'])
    expect(two.fields.agent?.required).toBe(true)
    expect(take(two, 'id', 'key').key).toEqual(['agent'])
  })

  it('makes a date of what is put at the time', () => {
    const timed = put(deals, 'value', 'time')
    expect(timed.time).toBe('value')
    expect(timed.fields.value?.type).toBe('date')
  })

  it('takes a column as the number of a person', () => {
    const people = put(withKind(deals, 'people'), 'agent', 'number')
    expect(people.key).toEqual(['agent'])
    expect(people.feeds).toMatchObject({ feeds: 'people', number: 'agent' })
    expect(kindOf(people)).toBe('people')
    expect(kindOf(withKind(people, 'facts'))).toBe('facts')
  })

  it('takes a column as the member that a row is', () => {
    const members = put(withKind(deals, 'members:customer'), 'agent', 'key')
    expect(members.feeds).toEqual({ feeds: 'members', dimension: 'customer', key: 'agent' })
    expect(members.key).toEqual(['agent'])
  })
})
