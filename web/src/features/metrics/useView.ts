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

export const SPANS: Span[] = ['short', 'half', 'year', 'long']

/** The one of the choices that an address names; null where it names none of them. */
export function oneOf<T extends string>(choices: readonly T[], text: string | null | undefined): T | null {
  return choices.find((choice) => choice === text) ?? null
}

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
  const known = (dimension: string) => dimension === 'company' || metric.dimensions.some(({ id }) => id === dimension)
  const dimension = params.get('dimension')
  const key = params.get('subject')
  const grains = ORDER.filter((grain) => metric.grains.includes(grain))
  const grain = oneOf(grains, params.get('grain')) ?? grains.at(-1) ?? 'month'
  const span = oneOf(SPANS, params.get('span')) ?? USUAL[grain]
  const compared = keyOf(params.get('compare'))
  const compare = compared && known(compared.dimension) ? compared : null

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
    subject: dimension && key !== null && known(dimension) ? { dimension, key } : keyFrom(metric.subject),
    grain,
    grains,
    span,
    compare,
    from: daysBefore(today, DAYS[span]),
    change,
  }
}

export type View = ReturnType<typeof useView>
