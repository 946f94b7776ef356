export { Filling, type Fillable } from './Filling'
