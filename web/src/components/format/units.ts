import type { Language } from './language'

interface UnitWord {
  zh: string
  en: string
  ens: string
}

const word = (zh: string, en: string, ens = `${en}s`): UnitWord => ({ zh, en, ens })

/** What a unit's word is called. Words that are not here are shown as they are. */
const WORDS: Record<string, UnitWord> = {
  second: word('秒', 'second'),
  minute: word('分钟', 'minute'),
  hour: word('小时', 'hour'),
  day: word('天', 'day'),
  week: word('周', 'week'),
  month: word('个月', 'month'),
  deal: word('单', 'deal'),
  ticket: word('件', 'ticket'),
  case: word('件', 'case'),
  item: word('件', 'item'),
  lead: word('条', 'lead'),
  call: word('通', 'call'),
  customer: word('家', 'customer'),
  account: word('家', 'account'),
  person: word('人', 'person', 'people'),
  'person-year': word('人年', 'person-year'),
  piece: word('件', 'piece'),
  unit: word('台', 'unit'),
  machine: word('台', 'machine'),
  order: word('单', 'order'),
  visit: word('次', 'visit'),
  time: word('次', 'time'),
  times: word('倍', 'times', 'times'),
  invoice: word('张', 'invoice'),
  row: word('条', 'row'),
  point: word('分', 'point'),
  CNY: word('元', 'CNY', 'CNY'),
  USD: word('美元', 'USD', 'USD'),
  EUR: word('欧元', 'EUR', 'EUR'),
  HKD: word('港元', 'HKD', 'HKD'),
  JPY: word('日元', 'JPY', 'JPY'),
  GBP: word('英镑', 'GBP', 'GBP'),
}
const SIGNS: Record<string, string> = { CNY: '¥', USD: '$', EUR: '€', HKD: 'HK$', JPY: '¥', GBP: '£' }
export const TIMES: Record<string, number> = { second: 1, minute: 60, hour: 3_600 }

/** The sign that stands before an amount of money in English; empty for other units. */
export const signOf = (unit: string) => SIGNS[unit.split(/[/*]/)[0] ?? ''] ?? ''

/** A unit in words: `CNY/deal` → 元/单, `ticket/day` → tickets/day. `many`: what it counts is not one. */
export function unitWords(unit: string, language: Language, many = true): string {
  const [top = '', ...below] = unit.split('/')
  const names = top.split('*').map((name) => spoken(name, language, many))
  return [names.join('·'), ...below.map((name) => spoken(name, language, false))].join('/')
}

function spoken(name: string, language: Language, many: boolean): string {
  const found = WORDS[name] ?? WORDS[name.replace(/s$/, '')]
  if (!found) return name
  if (language === 'zh') return found.zh
  return many ? found.ens : found.en
}
