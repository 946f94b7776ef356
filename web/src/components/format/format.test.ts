import { describe, expect, it } from 'vitest'

import { formatDay, formatMoment } from './days'
import { formatDuration } from './durations'
import { formatDifference, formatExact, formatRelative, formatValue } from './numbers'
import { formatPeriod, formatSpan, formatTick } from './periods'

const zh = (value: number, unit: string) => formatValue(value, unit, 'zh').text
const en = (value: number, unit: string) => formatValue(value, unit, 'en').text

describe('a value', () => {
  it('carries 万 and 亿 in Chinese', () => {
    expect([zh(32_000, 'CNY'), zh(420_000_000, 'CNY'), zh(-56_000, 'CNY')]).toEqual(['3.2万元', '4.2亿元', '−5.6万元'])
  })
  it('carries the currency sign in English', () => {
    expect([en(1_284_300, 'CNY'), en(32_000, 'CNY/deal'), en(-5_600, 'CNY')]).toEqual([
      '¥1.28M',
      '¥32K per deal',
      '−¥5,600',
    ])
  })
  it('says what it counts', () => {
    expect([zh(12, 'deal'), zh(4.25, 'ticket/day'), en(1, 'deal'), en(12, 'deal'), en(4.2, 'ticket/day')]).toEqual([
      '12单',
      '4.25件/天',
      '1 deal',
      '12 deals',
      '4.2 tickets/day',
    ])
  })
  it('reads a fraction as a percentage', () => {
    expect([zh(0.3846, '%'), zh(0, '%'), zh(-0.021, '%')]).toEqual(['38.5%', '0%', '−2.1%'])
  })
  it('reads time as people say it', () => {
    expect([zh(200, 'minute'), zh(42.3, 'minute'), en(200, 'minute'), zh(3.5, 'hour'), zh(12.4, 'day')]).toEqual([
      '3小时20分',
      '42分钟',
      '3 h 20 min',
      '3小时30分',
      '12.4天',
    ])
  })
  it('keeps a unit that it does not know', () => {
    expect(zh(3, 'pallet')).toBe('3pallet')
  })
  it('stands whole in a tooltip', () => {
    expect([formatExact(1_284_300, 'CNY', 'zh'), formatExact(0.38461, '%', 'zh')]).toEqual(['1,284,300 元', '38.461%'])
  })
})

describe('a difference', () => {
  it('of rates is in points, relative change in per cent', () => {
    expect(formatDifference(-0.021, '%', 'zh').text).toBe('2.1个百分点')
    expect(formatDifference(0.01, '%', 'en').text).toBe('1 point')
    expect(formatRelative(-0.021)).toBe('2.1%')
  })
  it('of other numbers has their unit', () => {
    expect(formatDifference(-3, 'deal', 'zh').text).toBe('3单')
  })
})

describe('a duration', () => {
  it('uses two units at most', () => {
    const said = [45, 90, 3_599, 7_200, 12_000, 200_000].map((seconds) => formatDuration(seconds, 'zh'))
    expect(said).toEqual(['45秒', '1.5分钟', '1小时', '2小时', '3小时20分', '2天8小时'])
  })
})

describe('a day', () => {
  it('has its weekday, and its year when that is another', () => {
    expect(formatDay('2026-01-05', 'zh', 2026)).toBe('1月5日 周一')
    expect(formatDay('2025-12-31', 'zh', 2026)).toBe('2025年12月31日 周三')
    expect(formatDay('2026-01-05', 'en', 2026)).toBe('Mon 5 Jan')
  })
  it('and a moment are told in the zone of the world', () => {
    expect(formatMoment('2026-01-05T06:30:00+00:00', 'zh', 'Asia/Shanghai', 2026)).toBe('1月5日 14:30')
    expect(formatMoment('2025-12-31T23:30:00+08:00', 'en', 'Asia/Shanghai', 2026)).toBe('31 Dec 2025 23:30')
  })
})

describe('a period', () => {
  it('is said in words', () => {
    const said = ['2026-01', '2026-Q1', '2026-W02', '2026-01-04'].map((period) => formatPeriod(period, 'zh', 2026))
    expect(said).toEqual(['2026年1月', '2026年第1季度', '2026年第2周', '1月4日 周日'])
    expect(formatPeriod('2026-W02', 'en')).toBe('Week 2, 2026')
  })
  it('is short on an axis', () => {
    expect(['2025-12', '2026-01', '2026-W02', '2026-01-04'].map((period) => formatTick(period, 'zh'))).toEqual([
      '12月',
      '1月\n2026',
      '2周',
      '1/4',
    ])
  })
  it('may be a span that is still open', () => {
    expect(formatSpan('2025-01-01', null, 'zh')).toBe('2025年1月1日 至今')
  })
})
