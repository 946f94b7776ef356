import { type Answers, paged, Refused, sorted } from './answers.ts'
import { people, ROOT, units } from './company.ts'
import { chance, type Metric, metrics, valueOf } from './numbers.ts'
import { type Grain, lastPeriods, TODAY } from './periods.ts'

const DIMENSIONS: Record<string, { zh: string; en: string }> = {
  unit: { zh: '部门', en: 'unit' },
  person: { zh: '人员', en: 'person' },
  product: { zh: '产品', en: 'product' },
  customer: { zh: '客户', en: 'customer' },
  line: { zh: '产线', en: 'line' },
  machine: { zh: '设备', en: 'machine' },
}
const MEMBERS: Record<string, string[]> = {
  product: ['温度变送器 T20', '压力变送器 P35', '振动传感器 V8', '智能网关 G200', '在线监测套件 M1', '校准服务年包'],
  customer: [
    '云泊精密机械',
    '砚川医疗器械',
    '临澜食品',
    '禾穗精细化工',
    '青埠精密机械',
    '朗汀医疗器械',
    '栖岭食品',
    '渡口精细化工',
    '松屿精密机械',
    '望江医疗器械',
    '锦浦食品',
    '白鹭洲精细化工',
  ],
  line: ['一线', '二线', '三线'],
  machine: ['A1', 'A2', 'B1', 'B2', 'C1', 'C2'],
}
const MONTHS = 30

interface Subject {
  dimension: string
  key: string
  name: string
}
const COMPANY: Subject = { dimension: 'unit', key: ROOT, name: ROOT }
const EAST: Subject = { dimension: 'unit', key: `${ROOT}/销售中心/华东销售部`, name: '华东销售部' }
const SELF: Subject = { dimension: 'person', key: 'HD1003', name: '陆知夏' }

function subjectOf(dimension: string | null, key: string | null): Subject {
  if (!dimension || key === null) return COMPANY
  const name =
    dimension === 'unit'
      ? units.find((unit) => unit.code === key)?.name
      : people.find((one) => one.number === key)?.name
  return { dimension, key, name: name ?? key }
}

function membersOf(of: Metric, dimension: string): Subject[] {
  const sells = of.source === 'deals' ? '销售中心' : of.source === 'tickets' ? '客服中心' : '生产中心'
  if (dimension === 'unit')
    return units
      .filter((unit) => unit.code.includes(sells))
      .map((unit) => ({ dimension, key: unit.code, name: unit.name }))
  if (dimension === 'person')
    return people
      .filter((one) => one.unit.code.includes(sells))
      .map((one) => ({ dimension, key: one.number, name: one.name }))
  return (MEMBERS[dimension] ?? []).map((key) => ({ dimension, key, name: key }))
}

const shareOf = ({ dimension, key }: Subject) =>
  key === ROOT ? 1 : 0.04 + chance(key) * (dimension === 'unit' ? 0.4 : 0.12)

function metricOf(id: string): Metric {
  const found = metrics.find((one) => one.id === id)
  if (!found) throw new Refused(404, 'metric.unknown', '没有找到', `没有找到指标「${id}」,或者你看不到它。`)
  return found
}

const headOf = ({ id, name, unit, direction, target }: Metric, subject: Subject = COMPANY) => ({
  id,
  name,
  unit,
  direction,
  target: subject.key === ROOT || unit === '%' || unit === 'minute' ? target : null,
})

function pointsOf(of: Metric, subject: Subject, grain: Grain, count: number) {
  return lastPeriods(grain, count).map(({ period, start, running }) => {
    const full = valueOf(of, subject.key, period, grain, shareOf(subject))
    const value = running && full !== null && (of.unit === 'CNY' || of.unit === 'deal') ? Math.round(full * 0.14) : full
    return {
      period,
      start,
      value,
      n: value === null ? 0 : Math.round(6 + chance(subject.key, period, 'n') * 40),
      state: value === null ? 'no_data' : 'value',
      running,
    }
  })
}

function bandOf(points: { value: number | null; running: boolean }[]) {
  const values = points
    .filter((point) => !point.running)
    .map((point) => point.value)
    .filter((value) => value !== null)
  if (values.length < 8) return null
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const moves = values.slice(1).map((value, at) => Math.abs(value - (values[at] ?? value)))
  const range = moves.reduce((sum, move) => sum + move, 0) / moves.length
  return {
    mean,
    lower: Math.max(0, mean - 2.66 * range),
    upper: mean + 2.66 * range,
    mean_moving_range: range,
    n: values.length,
  }
}

function compared(points: { period: string; value: number | null }[], back: number) {
  const last = points.at(-1)
  const before = points.at(-1 - back)
  if (!last || !before) return null
  const difference = last.value === null || before.value === null ? null : last.value - before.value
  return {
    period: before.period,
    value: before.value,
    difference,
    relative: difference === null || !before.value ? null : difference / before.value,
  }
}

function todayNumber(id: string, subject: Subject, grain: Grain) {
  const of = metricOf(id)
  const all = pointsOf(of, subject, grain, 31)
  const done = all.filter((point) => !point.running)
  const last = done.at(-1)
  const band = bandOf(all)
  const value = last?.value ?? null
  const out =
    band && value !== null
      ? value > band.upper * 0.9
        ? 'signal_up'
        : value < band.lower * 1.25
          ? 'signal_down'
          : 'noise'
      : 'no_data'
  const good =
    out === 'noise' || out === 'no_data' || of.direction === 'none'
      ? null
      : (out === 'signal_up') === (of.direction === 'up')
  const words = {
    signal_up: {
      zh: '高出平时的范围，值得看看是什么带来的。',
      en: 'Above the usual range; worth a look at what brought it.',
    },
    signal_down: { zh: '低于平时的范围，不像是碰巧。', en: 'Below the usual range; this does not look like chance.' },
    noise: { zh: '在平时的范围里上下，不必解读。', en: 'Within the usual range; nothing to read into it.' },
    no_data: { zh: '昨天没有记录。', en: 'Nothing was recorded.' },
  }
  return {
    metric: headOf(of, subject),
    subject,
    grain,
    period: last?.period ?? TODAY,
    value,
    n: last?.n ?? 0,
    state: last?.state ?? 'no_data',
    running: grain === 'day' ? null : all.at(-1),
    previous: compared(done, 1),
    week_before: grain === 'day' ? compared(done, 7) : null,
    spark: done.map(({ period, value: v, state }) => ({ period, value: v, state })),
    band,
    verdict: out,
    good,
    sentence: words[out],
  }
}

const detailOf = (of: Metric) => ({
  ...headOf(of),
  description: of.description,
  owner: of.source === 'deals' ? '许闻笛' : null,
  kind: 'sum',
  sentence: of.sentence,
  grains: of.grains,
  dimensions: of.dimensions.map((id) => ({ id, name: DIMENSIONS[id] })),
  subject: COMPANY,
  sources: [
    {
      id: of.source,
      name: { zh: of.source === 'deals' ? '商机' : of.source === 'tickets' ? '客服工单' : '班次产量', en: of.source },
      system: of.source === 'deals' ? 'CRM' : '客服台',
    },
  ],
  release: 3,
  inputs: of.id === 'win_rate' ? metrics.slice(1, 2).map((one) => headOf(one)) : [],
  used_by: of.id === 'won_value' ? metrics.slice(2, 4).map((one) => headOf(one)) : [],
})

const grainIn = (query: URLSearchParams, of: Metric) => (query.get('grain') ?? of.grains.at(-1) ?? 'month') as Grain

function explained(of: Metric, subject: Subject, period: string, query: URLSearchParams) {
  const total = 37
  const rows = Array.from({ length: total }, (_, at) => ({
    cells: {
      number: `SJ-2025-${String(2_104 + at * 3)}`,
      customer: MEMBERS.customer?.[at % 12] ?? '',
      product: MEMBERS.product?.[at % 6] ?? '',
      seller: people[2 + (at % 6)]?.name ?? '',
      closed: `2025-12-${String(1 + (at % 28)).padStart(2, '0')}`,
      value: Math.round(4_000 + chance(at) * 60_000),
    },
    file: '商机_2025-12.csv',
    row: 12 + at * 4,
    batch: 'B-0117',
  }))
  return {
    metric: headOf(of, subject),
    subject,
    period,
    value: valueOf(of, subject.key, period, 'month', shareOf(subject)),
    n: total,
    state: 'value',
    sentence: of.sentence,
    inputs:
      of.unit === '%'
        ? [
            { name: { zh: '赢单的笔数', en: 'deals won' }, value: 14, unit: 'deal' },
            { name: { zh: '见分晓的笔数', en: 'deals decided' }, value: 37, unit: 'deal' },
          ]
        : [],
    sources: [{ ...detailOf(of).sources[0], version: 212 }],
    release: 3,
    as_of: null,
    columns: [
      ['number', '商机编号', 'text'],
      ['customer', '客户名称', 'subject'],
      ['product', '产品', 'subject'],
      ['seller', '销售', 'subject'],
      ['closed', '关闭日期', 'date'],
      ['value', '签单金额（元）', 'money'],
    ].map(([id, name, type]) => ({ id, name: { zh: name, en: id }, type })),
    rows: paged(rows, query),
  }
}

export const numberAnswers: Answers = {
  'GET /today': () => ({
    date: TODAY,
    sentence: {
      zh: '昨天有两个数字走出了平时的范围：华东销售部的签单金额，和你的首次响应。其余都在正常波动里。',
      en: 'Two numbers left their usual range yesterday: signed value in East China and your first response. The rest is usual variation.',
    },
    numbers: [
      todayNumber('won_value', SELF, 'day'),
      todayNumber('won_deals', SELF, 'week'),
      todayNumber('win_rate', SELF, 'month'),
      todayNumber('first_response', SELF, 'day'),
    ],
    team: [
      todayNumber('won_value', EAST, 'day'),
      todayNumber('win_rate', EAST, 'week'),
      todayNumber('open_deals', EAST, 'month'),
    ],
  }),
  'GET /metrics': (_words, query) => {
    const q = query.get('q') ?? ''
    const items = metrics
      .filter((one) => one.name.zh.includes(q) || one.name.en.toLowerCase().includes(q.toLowerCase()))
      .map((of) => {
        const grain = of.grains.at(-1) ?? 'month'
        const done = pointsOf(of, COMPANY, grain, 14).filter((point) => !point.running)
        return { ...detailOf(of), grain, ...done.at(-1), previous: compared(done, 1), spark: done }
      })
    return paged(
      sorted(items, query, (item, key) => (key === 'name' ? item.name.zh : null)),
      query,
    )
  },
  'GET /metrics/:': ([id = '']) => detailOf(metricOf(id)),
  'GET /metrics/:/series': ([id = ''], query) => {
    const of = metricOf(id)
    const subject = subjectOf(query.get('dimension'), query.get('subject'))
    const grain = grainIn(query, of)
    const points = pointsOf(of, subject, grain, grain === 'day' ? 120 : MONTHS).filter(
      (point) => point.start >= (query.get('from') ?? ''),
    )
    const band = bandOf(points)
    const other = query.get('compare') ? subjectOf(query.get('compare_dimension'), query.get('compare')) : null
    return {
      metric: headOf(of, subject),
      subject,
      grain,
      points,
      band,
      signals: points
        .filter(
          (point) =>
            band && point.value !== null && !point.running && (point.value > band.upper || point.value < band.lower),
        )
        .map(({ period }) => ({ period, rule: 'beyond_limits' })),
      sentence: {
        zh: `${points.length - 1} 期里大多在常态范围内,最近一期没有超出。`,
        en: `Most of ${points.length - 1} periods lie within the usual range; the latest does not leave it.`,
      },
      comparison: other && { subject: other, points: pointsOf(of, other, grain, grain === 'day' ? 120 : MONTHS) },
    }
  },
  'GET /metrics/:/breakdown': ([id = ''], query) => {
    const of = metricOf(id)
    const grain = grainIn(query, of)
    const dimension = query.get('dimension') ?? of.dimensions[0] ?? 'unit'
    const periods = lastPeriods(grain, MONTHS).map((span) => span.period)
    const period = query.get('period') ?? periods.at(-2) ?? ''
    const before = periods[periods.indexOf(period) - 1] ?? ''
    const items = membersOf(of, dimension)
      .filter((member) => member.name.includes(query.get('q') ?? ''))
      .map((subject) => {
        const [value, previous] = [period, before].map(
          (one) => valueOf(of, subject.key, one, grain, shareOf(subject)) ?? null,
        )
        const difference = value == null || previous == null ? null : value - previous
        return {
          subject,
          value: value ?? null,
          n: Math.round(3 + chance(subject.key, period) * 20),
          state: value == null ? 'no_data' : 'value',
          previous: previous ?? null,
          difference,
        }
      })
    const of_ = (item: (typeof items)[number], key: string) =>
      key === 'name' ? item.subject.name : key === 'n' ? item.n : key === 'difference' ? item.difference : item.value
    return {
      metric: headOf(of),
      dimension,
      period,
      previous_period: before,
      ...paged(sorted(items, query, of_), query),
    }
  },
  'GET /metrics/:/explain': ([id = ''], query) => {
    const subject = subjectOf(query.get('dimension'), query.get('subject'))
    return explained(metricOf(id), subject, query.get('period') ?? '2025-12', query)
  },
}
