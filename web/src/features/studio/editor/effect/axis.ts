import type { TriedRow } from '../../studio'

/** Where a value lies between the least and the most, from 0 to 1. */
export interface Axis {
  share: (value: number) => number
}

/** One axis for everybody's numbers, before and after; zero lies on it. */
export function axisOf(rows: TriedRow[]): Axis | null {
  const values = rows.flatMap(({ before, after }) => [before?.value ?? [], after?.value ?? []].flat())
  if (values.length === 0) return null
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)]
  return { share: (value) => (high === low ? 0.5 : (value - low) / (high - low)) }
}
