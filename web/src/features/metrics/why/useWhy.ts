import { useSearchParams } from 'react-router'

import { type Key, keyOf, textOf } from '../useView'

/** Which number is opened: about whom, of which period. */
export interface Opened extends Key {
  period: string
}

/** `person:HD1005:2025-12` ↔ the opened number. */
export function openedOf(text: string | null): Opened | null {
  const at = text?.lastIndexOf(':') ?? -1
  const subject = keyOf(text?.slice(0, at) ?? null)
  return text && subject ? { ...subject, period: text.slice(at + 1) } : null
}

/** The opened number has a link of its own: `?why=…`, and its page of rows. */
export function useWhy() {
  const [params, setParams] = useSearchParams()
  const set = (next: Record<string, string | undefined>) =>
    setParams((before) => {
      const after = new URLSearchParams(before)
      for (const [name, value] of Object.entries(next)) {
        if (value) after.set(name, value)
        else after.delete(name)
      }
      return after
    })
  return {
    opened: openedOf(params.get('why')),
    page: Number(params.get('rows') ?? 1),
    open: (number: Opened) => set({ why: `${textOf(number)}:${number.period}`, rows: undefined }),
    turn: (page: number) => set({ rows: String(page) }),
    close: () => set({ why: undefined, rows: undefined }),
  }
}
