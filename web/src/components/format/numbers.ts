import { formatDuration } from './durations'
import type { Language } from './language'
import { signOf, TIMES, unitWords } from './units'

/** A number ready to be set: the figure, its unit, and whether a space stands between. */
export interface Said {
  figure: string
  unit: string
  text: string
}

interface Step {
  from: number
  size: number
  name: string
}
const STEPS: Record<Language, readonly Step[]> = {
  zh: [
    { from: 1e8, size: 1e8, name: '亿' },
    { from: 1e4, size: 1e4, name: '万' },
  ],
  en: [
    { from: 1e9, size: 1e9, name: 'B' },
    { from: 1e6, size: 1e6, name: 'M' },
    { from: 1e4, size: 1e3, name: 'K' },
  ],
}

/** A bare figure with as many decimals as it bears. */
export function figure(value: number, decimals = decimalsOf(value)): string {
  const shown = value.toLocaleString('en-US', { maximumFractionDigits: decimals })
  return shown.replace('-', '−').replace(/^−0$/, '0')
}

function decimalsOf(value: number): number {
  const size = Math.abs(value)
  return size < 10 ? 2 : size < 1_000 ? 1 : 0
}

/** 12345 → 1.23万 / 12.3K; small numbers stay whole. */
function shortened(value: number, language: Language): [string, string] {
  const step = STEPS[language].find(({ from }) => Math.abs(value) >= from)
  return step ? [figure(value / step.size), step.name] : [figure(value), '']
}

/** A value with its unit, the way people say it. Rates are fractions with unit `%`. */
export function formatValue(value: number, unit: string, language: Language): Said {
  if (unit === '%') return said(figure(value * 100, 1), '%', '')
  const seconds = TIMES[unit]
  if (seconds) return inTime(value * seconds, language)
  return counted(value, unit, language)
}

/** A difference's size with its unit: rates differ by points, everything else by itself. */
export function formatDifference(difference: number, unit: string, language: Language): Said {
  const size = Math.abs(difference)
  if (unit !== '%') return formatValue(size, unit, language)
  const points = figure(size * 100, 1)
  return language === 'zh' ? said(points, '个百分点', '') : said(points, points === '1' ? 'point' : 'points', ' ')
}

/** A relative change: 2.1%, never to be mistaken for points. */
export const formatRelative = (relative: number) => `${figure(Math.abs(relative) * 100, 1)}%`

/** The whole figure, for a tooltip: 1,284,300 元. */
export function formatExact(value: number, unit: string, language: Language): string {
  if (unit === '%') return `${figure(value * 100, 3)}%`
  const sign = language === 'en' ? signOf(unit) : ''
  if (sign) return `${value < 0 ? '−' : ''}${sign}${figure(Math.abs(value), 4)} ${perWords(unit)}`.trim()
  return `${figure(value, 4)} ${unitWords(unit, language, value !== 1)}`.trim()
}

function inTime(seconds: number, language: Language): Said {
  const text = formatDuration(seconds, language)
  const parts = /^([−\d.,]+)\s?(\D+)$/.exec(text)
  return parts ? { figure: parts[1] ?? '', unit: parts[2] ?? '', text } : { figure: text, unit: '', text }
}

function counted(value: number, unit: string, language: Language): Said {
  const [number, size] = shortened(value, language)
  if (language === 'zh') return said(number, size + unitWords(unit, 'zh'), '')
  const sign = signOf(unit)
  if (!sign) return said(number + size, unitWords(unit, 'en', value !== 1), ' ')
  return said((value < 0 ? '−' : '') + sign + (number + size).replace('−', ''), perWords(unit), ' ')
}

/** `CNY/deal` → per deal. */
function perWords(unit: string): string {
  const [, ...below] = unit.split('/')
  return below.length ? `per ${unitWords(below.join('/'), 'en', false)}` : ''
}

function said(number: string, unit: string, gap: string): Said {
  return { figure: number, unit, text: unit ? number + gap + unit : number }
}
