import { useSearchParams } from 'react-router'

import type { MetricDetail, Subject } from '@/client/types'
import type { Grain } from '@/components/format'

/** Whoever or whatever a number is about, without the name. */
export interface Key {
  dimension: string
  key: string
}

export type Span = 'short' | 'half' | 'year' | 'long'
const DAYS: Record<Span, number> = { short: 92, half: 183, year: 366, long: 1_096 }
const USUAL: Record<Grain, Span> = { day: 'short', week: 'half', month: 'year', quarter: 'long' }
const ORDER: Grain[] = ['day', 'week', 'month', 'quarter']

/** `unit:销售中心/华东` ↔ dimension and key. */
export function keyOf(text: string | null): Key | null {
  const at = text?.indexOf(':') ?? -1
  return text && at > 0 ? { dimension: text.slice(0, at), key: text.slice(at + 1) } : null
}
/** What a subject is found by again; null for what stands in no list. */
export const keyFrom = (subject: Subject | null | undefined): Key | null =>
  subject && subject.key !== null ? { dimension: subject.dimension, key: subject.key } : null
export const textOf = ({ dimension, key }: Key) => `${dimension}:${key}`

/** The day that lies so many days before another. */
export function daysBefore(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() - days)
  return date.toISOString().slice(0, 10)
}

/** What of a metric is looked at: subject, grain, how far back, against whom. All of it stands in the address. */
export function useView(metric: MetricDetail, today: string) {
  const [params, setParams] = useSearchParams()
  const dimension = params.get('dimension')
  const key = params.get('subject')
  const grains = ORDER.filter((grain) => metric.grains.includes(grain))
  const grain = (params.get('grain') ?? grains.at(-1) ?? 'month') as Grain
  const span = (params.get('span') ?? USUAL[grain]) as Span
  const compare = keyOf(params.get('compare'))

  function change(next: Record<string, string | undefined>) {
    setParams((before) => {
      const after = new URLSearchParams(before)
      for (const [name, value] of Object.entries(next)) {
        if (value) after.set(name, value)
        else after.delete(name)
      }
      return after
    })
  }

  return {
    subject: dimension && key !== null ? { dimension, key } : keyFrom(metric.subject),
    grain,
    grains,
    span,
    compare,
    from: daysBefore(today, DAYS[span]),
    change,
  }
}

export type View = ReturnType<typeof useView>
