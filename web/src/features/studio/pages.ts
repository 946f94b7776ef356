export { Changes } from './changes/Changes'
export { NewMetric } from './editor/NewMetric'
export { Entity } from './Entity'
export { History } from './history/History'
export { Room } from './Room'
export { Studio } from './Studio'

/** The editor, which brings a good deal along. */
export const metric = () => import('./editor/Metric')
