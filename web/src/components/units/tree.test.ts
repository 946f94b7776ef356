import { expect, it } from 'vitest'

import { pathTo, treeOf } from './tree'

const units = [
  { code: 'hd', name: '禾渡传感', parent: null, people: 60 },
  { code: 'hd/sales', name: '销售中心', parent: 'hd', people: 17 },
  { code: 'hd/sales/east', name: '华东销售部', parent: 'hd/sales', people: 6 },
]

it('grows out of a flat list', () => {
  expect(treeOf(units)[0]?.children[0]?.children[0]?.title).toBe('华东销售部')
})

it('starts where the viewer may begin to see', () => {
  expect(treeOf(units.slice(1)).map((node) => node.title)).toEqual(['销售中心'])
})

it('opens the way to a unit', () => {
  expect(pathTo(units, 'hd/sales/east')).toEqual(['hd/sales', 'hd'])
  expect(pathTo(units, undefined)).toEqual([])
})
