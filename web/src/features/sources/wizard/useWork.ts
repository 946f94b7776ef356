import { useEffect, useState } from 'react'

import type { DimensionBody, SourceBody } from '../body/types'
import type { Correction, Match } from '../types'

/** What somebody does to a file before it is loaded. */
export interface Work {
  source: SourceBody
  dimensions: DimensionBody[]
  corrections: Correction[]
  matches: Match[]
  /** Texts put in place of others, wherever they stand in a field: field → wrong → right. */
  replace?: Record<string, Record<string, string>>
}

interface Steps {
  past: Work[]
  now: Work
}

const MOST = 100

function kept(key: string): Work | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null') as Work | undefined
  } catch {
    return undefined // storage may be forbidden; the work then lasts as long as the page
  }
}

/** The work at a file, kept while the browser is open; every step can be undone. */
export function useWork(key: string, initial: Work) {
  const [{ past, now }, set] = useState<Steps>(() => ({ past: [], now: kept(key) ?? initial }))
  useEffect(() => {
    try {
      sessionStorage.setItem(key, JSON.stringify(now))
    } catch {
      // see kept()
    }
  }, [key, now])
  return {
    work: now,
    untouched: JSON.stringify(now) === JSON.stringify(initial),
    canUndo: past.length > 0,
    change: (step: (work: Work) => Partial<Work>) =>
      set((before) => ({
        past: [...before.past, before.now].slice(-MOST),
        now: { ...before.now, ...step(before.now) },
      })),
    undo: () => set(({ past: steps, now: last }) => ({ past: steps.slice(0, -1), now: steps.at(-1) ?? last })),
  }
}

export type WorkState = ReturnType<typeof useWork>

/** Forgets the work at a file that is loaded. */
export function forgetWork(upload: string): void {
  try {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith(`zs.work.${upload}.`)) sessionStorage.removeItem(key)
    }
  } catch {
    // see kept()
  }
}

/** Corrections with a few cells of a row set; an empty list of cells takes the row out. */
export function withCells(corrections: Correction[], row: number, cells: Record<string, string>): Correction[] {
  const before = corrections.find((one) => one.row === row)
  return [...corrections.filter((one) => one.row !== row), { row, cells: { ...before?.cells, ...cells } }]
}
