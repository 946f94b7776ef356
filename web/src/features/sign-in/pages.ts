export { Forgot } from './Forgot'
export { Reset } from './Reset'
export { SignIn } from './SignIn'
