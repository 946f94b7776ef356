export type Grain = 'day' | 'week' | 'month'

export const TODAY = '2026-01-05'

const iso = (date: Date) => date.toISOString().slice(0, 10)
export function shifted(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return iso(date)
}

function weekOf(day: string): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + 4 - (date.getUTCDay() || 7))
  const first = Date.UTC(date.getUTCFullYear(), 0, 1)
  const week = Math.ceil(((date.getTime() - first) / 86_400_000 + 1) / 7)
  return `${date.getUTCFullYear()}-W${String(week).padStart(2, '0')}`
}

export interface Span {
  period: string
  start: string
  running: boolean
}

/** The last periods up to today, the one under way last. */
export function lastPeriods(grain: Grain, count: number): Span[] {
  const spans: Span[] = []
  for (let back = 0; spans.length < count; back += 1) {
    const day = shifted(TODAY, -back)
    const period = grain === 'day' ? day : grain === 'week' ? weekOf(day) : day.slice(0, 7)
    if (spans[0]?.period === period) spans[0].start = day
    else spans.unshift({ period, start: day, running: back === 0 })
  }
  return spans
}
