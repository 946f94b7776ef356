import type { UnitItem } from '@/client/types'

export interface UnitNode {
  key: string
  value: string
  title: string
  people: number
  children: UnitNode[]
}

/** The tree out of the flat list; a unit whose parent is not shown stands at the top. */
export function treeOf(units: UnitItem[]): UnitNode[] {
  const nodes = new Map(
    units.map((unit) => [
      unit.code,
      { key: unit.code, value: unit.code, title: unit.name, people: unit.people, children: [] as UnitNode[] },
    ]),
  )
  const tops: UnitNode[] = []
  for (const unit of units) {
    const node = nodes.get(unit.code)
    const parent = unit.parent === null ? undefined : nodes.get(unit.parent)
    if (node) (parent?.children ?? tops).push(node)
  }
  return tops
}

/** The codes above a unit, so that the tree opens where it stands. */
export function pathTo(units: UnitItem[], code: string | undefined): string[] {
  const byCode = new Map(units.map((unit) => [unit.code, unit]))
  const path: string[] = []
  for (let unit = byCode.get(code ?? ''); unit?.parent && !path.includes(unit.parent); unit = byCode.get(unit.parent)) {
    path.push(unit.parent)
  }
  return path
}
