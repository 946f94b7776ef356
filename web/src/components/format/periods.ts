import { formatDate, formatDay, monthName, partsOf } from './days'
import type { Language } from './language'

export type Grain = 'day' | 'week' | 'month' | 'quarter'

/** The grain of a period's label. */
export function grainOf(period: string): Grain {
  if (period.includes('-W')) return 'week'
  if (period.includes('-Q')) return 'quarter'
  return period.length > 7 ? 'day' : 'month'
}

/** 2026年第1季度, 2026年第2周, 2026年1月, 1月5日 周一 / Q1 2026, Week 2, 2026, Jan 2026, Mon 5 Jan. */
export function formatPeriod(period: string, language: Language, year?: number): string {
  const [own, part] = split(period)
  const zh = language === 'zh'
  switch (grainOf(period)) {
    case 'day':
      return formatDay(period, language, year)
    case 'week':
      return zh ? `${own}年第${part}周` : `Week ${part}, ${own}`
    case 'quarter':
      return zh ? `${own}年第${part}季度` : `Q${part} ${own}`
    case 'month':
      return zh ? `${own}年${part}月` : `${monthName(part)} ${own}`
  }
}

/** For an axis: 1/5, 第2周, 1月, 1季度; the year stands below its first period, or where `withYear` asks for it. */
export function formatTick(period: string, language: Language, withYear = false): string {
  const [own, part] = split(period)
  const short = shortly(period, part, language)
  return withYear || (grainOf(period) !== 'day' && part === 1) ? `${short}\n${own}` : short
}

function shortly(period: string, part: number, language: Language): string {
  const zh = language === 'zh'
  switch (grainOf(period)) {
    case 'day': {
      const [, month, date] = partsOf(period)
      return zh ? `${month}/${date}` : `${date} ${monthName(month)}`
    }
    case 'week':
      return zh ? `${part}周` : `W${part}`
    case 'quarter':
      return zh ? `${part}季度` : `Q${part}`
    case 'month':
      return zh ? `${part}月` : monthName(part)
  }
}

/** A span of days: 2025年1月1日 至 2025年4月15日. */
export function formatSpan(from: string | null, to: string | null, language: Language): string {
  if (from === null) return until(to, language)
  const open = language === 'zh' ? '至今' : 'until now'
  const join = language === 'zh' ? ' 至 ' : ' – '
  const start = formatDate(from, language)
  return to ? start + join + formatDate(to, language) : `${start} ${open}`
}

function until(to: string | null, language: Language): string {
  if (to === null) return ''
  return language === 'zh' ? `至 ${formatDate(to, language)}` : `until ${formatDate(to, language)}`
}

function split(period: string): [number, number] {
  const [year = 0, part = 1] = period.split(/-[WQ]?/).map(Number)
  return [year, part]
}
