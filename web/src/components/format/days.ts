import type { Language } from './language'

const LOCALES: Record<Language, string> = { zh: 'zh-CN', en: 'en-GB' }
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Year, month, day of `2026-01-05`. */
export function partsOf(day: string): [number, number, number] {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return [year, month, date]
}

/** The short name of a month in English. */
export const monthName = (month: number) => MONTHS[month - 1] ?? ''

function weekday(day: string, language: Language, width: 'short' | 'long'): string {
  const [year, month, date] = partsOf(day)
  return new Date(Date.UTC(year, month - 1, date)).toLocaleDateString(LOCALES[language], {
    weekday: width,
    timeZone: 'UTC',
  })
}

/** 1月5日 周一 / Mon 5 Jan; the year stands only when it is not `year`. */
export function formatDay(day: string, language: Language, year?: number): string {
  const [own, month, date] = partsOf(day)
  const other = own !== year
  if (language === 'zh') return `${other ? `${own}年` : ''}${month}月${date}日 ${weekday(day, 'zh', 'short')}`
  return `${weekday(day, 'en', 'short')} ${date} ${monthName(month)}${other ? ` ${own}` : ''}`
}

/** 2026年1月5日 / 5 Jan 2026, for columns of dates. */
export function formatDate(day: string, language: Language): string {
  const [year, month, date] = partsOf(day)
  return language === 'zh' ? `${year}年${month}月${date}日` : `${date} ${monthName(month)} ${year}`
}

/** A moment in the world's time zone: 1月5日 14:30 / 5 Jan 14:30. */
export function formatMoment(at: string, language: Language, zone: string, year?: number): string {
  const local = new Date(at).toLocaleString('sv-SE', { timeZone: zone })
  const [day = '', time = ''] = local.split(' ')
  const [own, month, date] = partsOf(day)
  const clock = time.slice(0, 5)
  const other = own !== year
  if (language === 'zh') return `${other ? `${own}年` : ''}${month}月${date}日 ${clock}`
  return `${date} ${monthName(month)}${other ? ` ${own}` : ''} ${clock}`
}
