import { useSyncExternalStore } from 'react'

/** A file that was handed in here and is not loaded yet. */
export interface Waiting {
  id: string
  name: string
}

const KEY = 'zs.uploads'
const MOST = 12
const listeners = new Set<() => void>()
let known: Waiting[] = read()

function read(): Waiting[] {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as Waiting[]
  } catch {
    return [] // storage may be forbidden; the files then wait as long as the page
  }
}

function keep(next: Waiting[]): void {
  known = next
  try {
    sessionStorage.setItem(KEY, JSON.stringify(next))
  } catch {
    // see read()
  }
  for (const changed of listeners) changed()
}

/** Puts a file by until it is loaded or given up. */
export const putBy = ({ id, name }: Waiting) =>
  keep([{ id, name }, ...known.filter((one) => one.id !== id)].slice(0, MOST))
/** A file that nobody waits for any longer. */
export const putAway = (id: string) => keep(known.filter((one) => one.id !== id))

/** The files that wait, the latest first. */
export const useTray = () =>
  useSyncExternalStore(
    (changed) => {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
    () => known,
  )
