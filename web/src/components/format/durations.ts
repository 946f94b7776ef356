import { figure } from './numbers'
import type { Language } from './language'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const NAMES: Record<Language, Record<'day' | 'hour' | 'minute' | 'second', string>> = {
  zh: { day: '天', hour: '小时', minute: '分钟', second: '秒' },
  en: { day: ' d', hour: ' h', minute: ' min', second: ' s' },
}

/** Seconds as people say them: 42分钟, 3小时20分, 2天6小时 / 42 min, 3 h 20 min, 2 d 6 h. */
export function formatDuration(seconds: number, language: Language): string {
  const sign = seconds < 0 ? '−' : ''
  return sign + unsigned(Math.abs(seconds), language)
}

function unsigned(seconds: number, language: Language): string {
  const names = NAMES[language]
  if (seconds < MINUTE) return figure(seconds, 1) + names.second
  if (seconds < 10 * MINUTE) return figure(seconds / MINUTE, 1) + names.minute
  if (seconds < HOUR - MINUTE / 2) return figure(seconds / MINUTE, 0) + names.minute
  const minutes = Math.round(seconds / MINUTE)
  if (minutes < (2 * DAY) / MINUTE)
    return pair(minutes, 60, names.hour, language === 'zh' ? '分' : names.minute, language)
  return pair(Math.round(seconds / HOUR), 24, names.day, names.hour, language)
}

function pair(total: number, size: number, big: string, small: string, language: Language): string {
  const rest = total % size
  const head = `${(total - rest) / size}${big}`
  return rest ? `${head}${language === 'zh' ? '' : ' '}${rest}${small}` : head
}
