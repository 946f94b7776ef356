import { format as echartsFormat } from 'echarts/core'

import type { Band, Head, Point, Series } from '@/client/types'

import type { useFormat } from '../format'

type Format = ReturnType<typeof useFormat>

/** The colours a chart is drawn with. */
export interface Paint {
  accent: string
  ink: string
  soft: string
  faint: string
  hairline: string
  pale: string
  card: string
}

export interface ChartWords {
  target: string
  usual: string
  running: string
  rules: Record<Series['signals'][number]['rule'], string>
  sample: (n: number) => string
}

const FEW = 40
const TICKS = 13

/** One accent for the subject, grey for what it is compared with; target fine, band pale, gaps left open. */
export function chartOption(series: Series, paint: Paint, format: Format, words: ChartWords) {
  const { metric, band, comparison } = series
  const points = begun(series)
  const others = new Map(comparison?.points.map((point) => [point.period, point]))
  const compared = comparison && points.map((point) => others.get(point.period) ?? null)
  return {
    animation: false,
    textStyle: { fontFamily: 'inherit', color: paint.soft },
    grid: {
      left: 20, // letters are measured before their font is there
      right: comparison ? 96 : metric.target !== null || points.at(-1)?.running ? 76 : 16,
      top: 24,
      bottom: 4,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    tooltip: tooltip({ ...series, points }, paint, format, words),
    xAxis: {
      type: 'category',
      data: points.map((point, at) => format.tick(point.period, at === 0)),
      boundaryGap: false,
      axisLine: { lineStyle: { color: paint.hairline } },
      axisTick: { show: false },
      axisLabel: {
        color: paint.faint,
        hideOverlap: true,
        lineHeight: 16,
        interval: (at: number) => at % Math.ceil(points.length / TICKS) === 0,
      },
    },
    yAxis: yAxis(metric, paint, format, rangeOf(series)),
    series: [
      ...(comparison && compared
        ? [
            line(compared, paint.faint, {
              name: format.named(comparison.subject),
              width: 1.4,
              label: paint.soft,
              halo: paint.card,
            }),
          ]
        : []),
      {
        ...line(finished(points), paint.accent, {
          name: comparison ? format.named(series.subject) : '',
          width: 2,
          label: paint.accent,
          halo: paint.card,
          signals: marked(series),
        }),
        markLine: targetLine(metric, paint, format, words, comparison !== null),
        markArea: bandArea(band, paint, words),
      },
      underWay(points, paint, words),
    ],
  }
}

/** What is drawn larger: every period beyond the limits; of a run only the period in which it became one. */
function marked({ points, signals }: Series): Set<string> {
  const rules = new Map(signals.map((signal) => [signal.period, signal.rule]))
  const opens = (at: number) => !rules.has(points[at - 1]?.period ?? '')
  const found = points.filter(({ period }, at) => {
    const rule = rules.get(period)
    return rule === 'beyond_limits' || (rule === 'run_of_eight' && opens(at))
  })
  return new Set(found.map((point) => point.period))
}

/** The periods from the first one of which anything is known, without an empty one under way. */
export function begun({ points, comparison }: Pick<Series, 'points' | 'comparison'>): Point[] {
  const known = new Set(comparison?.points.filter((point) => point.value !== null).map((point) => point.period))
  const there = (point: Point) => point.value !== null || known.has(point.period)
  const first = points.findIndex(there)
  return points.slice(Math.max(0, first)).filter((point) => !point.running || there(point))
}

const finished = (points: Point[]) => points.map((point) => (point.running ? null : point))

interface Stroke {
  name: string
  width: number
  label: string
  halo: string
  signals?: Set<string>
}

function line(points: (Point | null)[], color: string, { name, width, label, halo, signals }: Stroke) {
  const alone = (at: number) => (points[at - 1]?.value ?? null) === null && (points[at + 1]?.value ?? null) === null
  const size = (at: number, point: Point | null) => {
    if (point && signals?.has(point.period)) return 9
    return points.length <= FEW ? 4.5 : alone(at) ? 4 : 0
  }
  return {
    type: 'line',
    name,
    data: points.map((point, at) => ({ value: point?.value ?? null, symbolSize: size(at, point) })),
    connectNulls: false,
    symbol: 'circle',
    showAllSymbol: true,
    lineStyle: { color, width },
    itemStyle: { color },
    endLabel: {
      show: name !== '',
      formatter: name,
      color: label,
      distance: 8,
      fontSize: 12,
      width: 84,
      overflow: 'truncate',
      textBorderColor: halo,
      textBorderWidth: 3,
    },
    labelLayout: { moveOverlap: 'shiftY' },
    z: 4,
    emphasis: { disabled: true },
  }
}

/** The period under way: a hollow point beside the line, never joined, because it is not done. */
function underWay(points: Point[], paint: Paint, words: ChartWords) {
  const at = points.findIndex((point) => point.running)
  const data = points.map((point, index) => {
    return { value: index === at ? point.value : null, symbolSize: 8 }
  })
  return {
    type: 'line',
    data,
    symbol: 'circle',
    showAllSymbol: true,
    itemStyle: { color: paint.card, borderColor: paint.accent, borderWidth: 1.4 },
    endLabel: { show: at >= 0, formatter: words.running, color: paint.faint, distance: 8, fontSize: 12 },
    emphasis: { disabled: true },
  }
}

/** Its label stands beside the line, or on it where names of lines need the room beside. */
function targetLine(metric: Head, paint: Paint, format: Format, words: ChartWords, crowded: boolean) {
  if (metric.target === null) return undefined
  return {
    silent: true,
    symbol: 'none',
    lineStyle: { color: paint.ink, width: 1, type: 'solid', opacity: 0.7 },
    label: {
      formatter: [words.target, format.value(metric.target, metric.unit).text].join(crowded ? ' ' : '\n'),
      position: crowded ? 'insideStartTop' : 'end',
      distance: 8,
      color: paint.ink,
      fontSize: 12,
      lineHeight: 16,
    },
    data: [{ yAxis: metric.target }],
  }
}

function bandArea(band: Band | null, paint: Paint, words: ChartWords) {
  if (!band) return undefined
  return {
    silent: true,
    itemStyle: { color: paint.pale, opacity: 0.75 },
    label: { show: true, position: 'insideTopRight', formatter: words.usual, color: paint.faint, fontSize: 12 },
    data: [[{ yAxis: band.lower }, { yAxis: band.upper }]],
  }
}

function rangeOf({ points, band, metric, comparison }: Series): { min: number; max: number } {
  const values = [...points, ...(comparison?.points ?? [])]
    .map((point) => point.value)
    .filter((value) => value !== null)
  const marks = [...(metric.target === null ? [] : [metric.target]), ...(band ? [band.lower, band.upper] : [])]
  const all = [...values, ...marks]
  if (all.length === 0) return { min: 0, max: 1 }
  const min = Math.min(...all)
  const max = Math.max(...all)
  const room = (max - min || Math.abs(max) || 1) * 0.08
  return { min: min >= 0 && min - room < (max - min) * 0.6 ? 0 : min - room, max: max + room }
}

function yAxis(metric: Head, paint: Paint, format: Format, range: { min: number; max: number }) {
  return {
    type: 'value',
    ...range,
    splitNumber: 4,
    axisLabel: {
      color: paint.faint,
      showMinLabel: range.min === 0,
      showMaxLabel: false,
      formatter: (value: number) => format.value(value, metric.unit).text,
    },
    splitLine: { showMaxLine: false, lineStyle: { color: paint.hairline, width: 1 } },
  }
}

function tooltip(series: Series, paint: Paint, format: Format, words: ChartWords) {
  const { encodeHTML } = echartsFormat
  const rules = new Map(series.signals.map((signal) => [signal.period, words.rules[signal.rule]]))
  const others = new Map(series.comparison?.points.map((point) => [point.period, point]))
  const told = (value: number | null) => (value === null ? '—' : format.value(value, series.metric.unit).text)
  return {
    trigger: 'axis',
    axisPointer: { lineStyle: { color: paint.faint, width: 1 } },
    backgroundColor: paint.card,
    borderColor: paint.hairline,
    textStyle: { color: paint.ink, fontSize: 13 },
    extraCssText: 'box-shadow:none',
    formatter(hits: { dataIndex: number }[]) {
      const point = series.points[hits[0]?.dataIndex ?? -1]
      if (!point) return ''
      const other = others.get(point.period)
      return [
        `<b>${encodeHTML(format.period(point.period))}</b>${point.running ? ` · ${encodeHTML(words.running)}` : ''}`,
        `${encodeHTML(format.named(series.subject))} <b>${encodeHTML(told(point.value))}</b> · ${encodeHTML(words.sample(point.n))}`,
        ...(other && series.comparison
          ? [`${encodeHTML(format.named(series.comparison.subject))} ${encodeHTML(told(other.value))}`]
          : []),
        ...(rules.has(point.period) ? [encodeHTML(rules.get(point.period) ?? '')] : []),
      ].join('<br>')
    },
  }
}
