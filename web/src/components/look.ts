import { createContext, useContext, useSyncExternalStore } from 'react'

import type { Language } from './format'

export type ThemeChoice = 'light' | 'dark' | 'system'

interface Choice {
  theme: ThemeChoice
  language: Language
}

const THEMES: readonly string[] = ['light', 'dark', 'system']
const listeners = new Set<() => void>()
let current: Choice = { theme: readTheme(), language: readLanguage() }

function read(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null // storage may be forbidden; the choice then lasts as long as the page
  }
}

/** What was chosen here before, else what the browser is set to. */
function readLanguage(): Language {
  const kept = read('zs.language')
  if (kept === 'zh' || kept === 'en') return kept
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

function readTheme(): ThemeChoice {
  const kept = read('zs.theme') ?? ''
  return THEMES.includes(kept) ? (kept as ThemeChoice) : 'system'
}

/** Takes a choice over and keeps it in the browser for the next visit. */
export function keepChoice(change: Partial<Choice>): void {
  current = { ...current, ...change }
  try {
    for (const [key, value] of Object.entries(change)) localStorage.setItem(`zs.${key}`, value)
  } catch {
    // see read()
  }
  for (const changed of listeners) changed()
}

/** The theme and language that the reader chose. */
export const useChoice = () =>
  useSyncExternalStore(
    (changed) => {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
    () => current,
  )

/** Whether the page is light or dark right now. */
export const LookContext = createContext<'light' | 'dark'>('light')
export const useTone = () => useContext(LookContext)
