/** Invented numbers that behave like real ones: a level, a little noise, a season, now and then a gap. */
export interface Metric {
  id: string
  name: { zh: string; en: string }
  description: { zh: string; en: string } | null
  sentence: { zh: string; en: string }
  unit: string
  direction: 'up' | 'down' | 'none'
  target: number | null
  level: number
  spread: number
  grains: ('day' | 'week' | 'month')[]
  dimensions: string[]
  source: string
  whole?: boolean
}

const both = (zh: string, en: string) => ({ zh, en })
const metric = (id: string, name: ReturnType<typeof both>, more: Omit<Metric, 'id' | 'name'>): Metric => ({
  id,
  name,
  ...more,
})
const SALES = { dimensions: ['unit', 'person', 'product', 'customer'], source: 'deals' }
const SERVICE = { dimensions: ['unit', 'person', 'customer'], source: 'tickets' }

export const metrics: Metric[] = [
  metric('won_value', both('签单金额', 'Signed value'), {
    ...SALES,
    description: both('这段时间里赢下的单一共多少钱。', 'What the deals won in the period are worth together.'),
    sentence: both(
      '每日、周、月「签单金额（元）」之和，只计「阶段」是「赢单」的，按「销售工号」归属',
      "The sum of 'value' where 'stage' is 'won', by 'seller', per day, week and month",
    ),
    unit: 'CNY',
    direction: 'up',
    target: 1_000_000,
    level: 860_000,
    spread: 0.22,
    grains: ['day', 'week', 'month'],
  }),
  metric('won_deals', both('签单数', 'Deals signed'), {
    ...SALES,
    description: null,
    sentence: both(
      '每日、周、月「商机」的笔数，只计「阶段」是「赢单」的',
      "The count of 'deals' where 'stage' is 'won'",
    ),
    unit: 'deal',
    direction: 'up',
    target: 24,
    level: 21,
    spread: 0.2,
    grains: ['day', 'week', 'month'],
    whole: true,
  }),
  metric('win_rate', both('赢单率', 'Win rate'), {
    ...SALES,
    description: both('已见分晓的单里赢了多大一份。', 'The share of decided deals that were won.'),
    sentence: both(
      '「阶段」是「赢单」的笔数 ÷ 「阶段」是「赢单」或「丢单」的笔数',
      "'deals' won ÷ 'deals' won or lost",
    ),
    unit: '%',
    direction: 'up',
    target: 0.4,
    level: 0.37,
    spread: 0.16,
    grains: ['week', 'month'],
  }),
  metric('cycle_days', both('成交周期', 'Sales cycle'), {
    ...SALES,
    description: both('从建立商机到赢单过了多少天，取平均。', 'Days from opening a deal to winning it; the mean.'),
    sentence: both('从「创建日期」到「关闭日期」的天数，取平均', "The mean of the days from 'opened' to 'closed'"),
    unit: 'day',
    direction: 'down',
    target: null,
    level: 41,
    spread: 0.12,
    grains: ['month'],
  }),
  metric('first_response', both('首次响应（中位数）', 'First response (median)'), {
    ...SERVICE,
    description: both(
      '从创建到第一次响应用了几分钟，取中位数。',
      'Minutes from opening a ticket to the first answer; the median.',
    ),
    sentence: both('从「创建」到「响应」的分钟数，取中位数', "The median of the minutes from 'opened' to 'answered'"),
    unit: 'minute',
    direction: 'down',
    target: 30,
    level: 38,
    spread: 0.14,
    grains: ['day', 'week', 'month'],
  }),
  metric('solved_per_day', both('每个出勤日解决工单', 'Tickets solved per day at work'), {
    ...SERVICE,
    description: both(
      '解决工单数 ÷ 出勤日；请假不算出勤，所以休假不拉低任何人。',
      'Tickets solved ÷ days at work; leave lowers nobody.',
    ),
    sentence: both(
      '「动作」是「解决」的笔数 ÷ 按排班的出勤日',
      "The count of 'tickets' solved ÷ days at work by the roster",
    ),
    unit: 'ticket/day',
    direction: 'up',
    target: null,
    level: 6.4,
    spread: 0.1,
    grains: ['week', 'month'],
  }),
  metric('reopened', both('重开率', 'Reopened'), {
    ...SERVICE,
    description: both(
      '重开次数 ÷ 解决次数；快而不好，这里看得见。',
      'Tickets reopened ÷ solved: shows what was quick but not good.',
    ),
    sentence: both('「动作」是「重开」的笔数 ÷ 「动作」是「解决」的笔数', "'tickets' reopened ÷ 'tickets' solved"),
    unit: '%',
    direction: 'down',
    target: 0.05,
    level: 0.06,
    spread: 0.25,
    grains: ['month'],
  }),
  metric('oee', both('设备综合效率', 'OEE'), {
    dimensions: ['line', 'machine'],
    source: 'shifts',
    description: both('可用率 × 性能 × 良率(OEE)。', 'Availability × performance × quality.'),
    sentence: both(
      '可用率 × 性能 × 良率，按「班次」逐台相乘',
      'Availability × performance × quality, per machine and shift',
    ),
    unit: '%',
    direction: 'up',
    target: 0.82,
    level: 0.79,
    spread: 0.03,
    grains: ['day', 'week', 'month'],
  }),
  metric('open_deals', both('在途商机', 'Open deals'), {
    ...SALES,
    description: both('期末还开着的商机数。', 'Deals open at the end of the period.'),
    sentence: both(
      '期末「创建日期」已到、「关闭日期」未到的商机数',
      "'deals' opened and not yet closed at the end of the period",
    ),
    unit: 'deal',
    direction: 'none',
    target: null,
    level: 132,
    spread: 0.06,
    grains: ['month'],
    whole: true,
  }),
]

/** A figure between 0 and 1 that is always the same for the same words. */
export function chance(...words: (string | number)[]): number {
  let hash = 2_166_136_261
  for (const letter of words.join('|')) hash = Math.imul(hash ^ letter.charCodeAt(0), 16_777_619)
  hash = Math.imul(hash ^ (hash >>> 15), 2_246_822_507)
  return ((hash ^ (hash >>> 13)) >>> 0) / 4_294_967_296
}

const SHARE = { day: 1 / 22, week: 1 / 4.3, month: 1 }
const adds = ({ unit }: Metric) => unit === 'CNY' || unit === 'deal'

export function valueOf(
  of: Metric,
  key: string,
  period: string,
  grain: 'day' | 'week' | 'month',
  share = 1,
): number | null {
  if (chance(of.id, key, period, 'gap') < 0.03) return null
  const level =
    of.level * (adds(of) && of.id !== 'open_deals' ? SHARE[grain] * share : share === 1 ? 1 : 0.85 + share * 0.3)
  const noise = (chance(of.id, key, period) + chance(of.id, key, period, 2) - 1) * of.spread * 1.6
  const value = level * (1 + noise + (grain === 'month' && period >= '2025-09' && of.id === 'won_value' ? 0.16 : 0))
  if (of.whole) return Math.round(value)
  return of.unit === 'CNY' ? Math.round(value / 10) * 10 : Math.round(value * 10_000) / 10_000
}
