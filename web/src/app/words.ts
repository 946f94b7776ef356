import components from '@/components/words.json'
import account from '@/features/account/words.json'
import accounts from '@/features/accounts/words.json'
import metrics from '@/features/metrics/words.json'
import people from '@/features/people/words.json'
import signIn from '@/features/sign-in/words.json'
import type studio from '@/features/studio/words.json'
import today from '@/features/today/words.json'
import visits from '@/features/visits/words.json'

import app from './words.json'

/** The words of the pages that most people open, each with both languages side by side. */
export const words = { app, components, account, accounts, metrics, people, signIn, today, visits }

type Said<T> = { [K in keyof T]: T[K] extends { en: string } ? string : Said<T[K]> }
/** Words that come with their pages, for they are many and few read them. */
interface Later {
  studio: typeof studio
}
export type Words = Said<typeof words & Later>
