import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'

import type { Language } from '@/components/format'

import { type Later, later, words } from './words'

interface Leaf {
  zh?: string
  en?: string
}

/** The words of one language, out of the files that hold both side by side. */
export function wordsOf(tree: object, language: Language): Record<string, unknown> {
  const pairs = Object.entries(tree).map(([key, branch]: [string, object]) => {
    const leaf = branch as Leaf
    return [key, typeof leaf.en === 'string' ? leaf[language] : wordsOf(branch, language)] as const
  })
  return Object.fromEntries(pairs.filter(([, word]) => word !== undefined))
}

export const i18n = i18next.createInstance()

/** Must be awaited before the first page is drawn. */
export const initI18n = (language: Language) =>
  i18n.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'zh',
    resources: { zh: { translation: wordsOf(words, 'zh') }, en: { translation: wordsOf(words, 'en') } },
    interpolation: { escapeValue: false },
    returnNull: false,
  })

/** A page together with its own words. */
export async function withWords<T>(name: Later, page: Promise<T>): Promise<T> {
  const { default: tree } = await later[name]()
  for (const language of ['zh', 'en'] as const) {
    i18n.addResourceBundle(language, 'translation', { [name]: wordsOf(tree, language) }, true)
  }
  return page
}
