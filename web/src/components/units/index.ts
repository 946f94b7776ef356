export { pathTo, treeOf } from './tree'
export { useUnits } from './units'
