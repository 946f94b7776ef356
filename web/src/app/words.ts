import components from '@/components/words.json'
import account from '@/features/account/words.json'
import accounts from '@/features/accounts/words.json'
import metrics from '@/features/metrics/words.json'
import people from '@/features/people/words.json'
import signIn from '@/features/sign-in/words.json'
import today from '@/features/today/words.json'
import visits from '@/features/visits/words.json'

import app from './words.json'

/** Words that come with their pages, as few people open them. */
export const later = {
  forms: () => import('@/features/forms/words.json'),
  sources: () => import('@/features/sources/words.json'),
  start: () => import('@/features/start/words.json'),
  studio: () => import('@/features/studio/words.json'),
}

export type Later = keyof typeof later
type Pages = { [K in Later]: Awaited<ReturnType<(typeof later)[K]>>['default'] }

/** Words that every page may need, each with both languages side by side. */
export const words = { app, components, account, accounts, metrics, people, signIn, today, visits }

type Said<T> = { [K in keyof T]: T[K] extends { en: string } ? string : Said<T[K]> }
export type Words = Said<typeof words & Pages>
