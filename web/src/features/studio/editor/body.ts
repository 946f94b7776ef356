import type { Body } from '../studio'
import type { Condition } from '../conditions'

export type Path = (string | number)[]
export type Words = { zh?: string; en?: string }
export type Grain = 'day' | 'week' | 'month' | 'quarter'

/** What is counted on one side of a ratio: rows, or the sum of a field over them. */
export interface Amount {
  sum?: string
  where?: Condition
}

/** What a metric computes; half-made, so that everything but the kind may be missing. */
export interface Measure {
  kind: MeasureKind
  source?: string
  where?: Condition
  time?: string
  person?: string
  field?: string
  p?: number
  numerator?: Amount
  denominator?: Amount
  amount?: Amount
  per?: string
  percentile?: number | null
  start?: string | Condition
  end?: string | Condition
  case?: string
  within_days?: number
  opened?: string
  closed?: string
  sum?: string
  planned?: string
  down?: string
  pieces?: string
  rejected?: string
  ideal_rate?: string
  metric?: string
  against?: string
  formula?: unknown
  of?: { dimension?: string; members?: string[] }
}

/** A metric as the draft keeps it, which may still be wrong. */
export interface MetricBody extends Body {
  id: string
  name?: Words
  description?: Words
  unit?: string
  direction?: 'up' | 'down' | 'none'
  measure?: Measure
  grains?: Grain[]
  min_sample?: number
  empty?: 'no_data' | 'zero'
  target?: number | null
  owner?: string | null
  matures_days?: number
  personal?: boolean
  nature?: 'effort' | 'outcome'
  limits?: { ceiling?: number; floor?: number; resolution?: number; because?: Words }
}

export const MEASURES = [
  ['amount', ['count', 'sum', 'distinct', 'last']],
  ['typical', ['mean', 'median', 'percentile']],
  ['share', ['ratio', 'rate']],
  ['time', ['elapsed', 'duration']],
  ['open', ['stock', 'age']],
  ['made', ['formula', 'change']],
  ['machine', ['oee']],
] as const
export type MeasureKind = (typeof MEASURES)[number][1][number]

export const GRAINS: Grain[] = ['day', 'week', 'month', 'quarter']
export const USUAL_GRAINS: Grain[] = ['month', 'quarter']

export type Takes = 'number' | 'moment' | 'any'
export interface Slot {
  option: SlotName
  takes: Takes
  optional?: boolean
}
export type SlotName =
  | 'field'
  | 'start'
  | 'end'
  | 'case'
  | 'opened'
  | 'closed'
  | 'sum'
  | 'planned'
  | 'down'
  | 'pieces'
  | 'rejected'
  | 'ideal_rate'

/** What a slot is called: beginnings and ends are days here, and events where a case lasts. */
export const slotName = (option: SlotName) => (option === 'start' ? 'start_day' : option === 'end' ? 'end_day' : option)

const field: Slot[] = [{ option: 'field', takes: 'number' }]
const open: Slot[] = [
  { option: 'opened', takes: 'moment' },
  { option: 'closed', takes: 'moment' },
]

/** The fields that a kind reads, besides those of conditions. */
export const SLOTS: Record<MeasureKind, Slot[]> = {
  count: [],
  sum: field,
  distinct: [{ option: 'field', takes: 'any' }],
  last: field,
  mean: field,
  median: field,
  percentile: field,
  ratio: [],
  rate: [],
  elapsed: [
    { option: 'start', takes: 'moment' },
    { option: 'end', takes: 'moment' },
  ],
  duration: [{ option: 'case', takes: 'any' }],
  stock: [...open, { option: 'sum', takes: 'number', optional: true }],
  age: open,
  formula: [],
  change: [],
  oee: (['planned', 'down', 'pieces', 'rejected', 'ideal_rate'] as const).map((option) => ({
    option,
    takes: 'number',
  })),
}

/** Whether a kind is made of other metrics instead of facts. */
export const isMade = (kind: MeasureKind) => kind === 'formula' || kind === 'change'

type Tree = Record<string, unknown>

/** The value at a path; undefined where nothing is. */
export function at(body: unknown, path: Path): unknown {
  return path.reduce<unknown>((branch, key) => (branch as Tree | undefined | null)?.[key], body)
}

/** The same body with a value at a path; undefined takes the key away. */
export function put<T>(body: T, [key, ...rest]: Path, value: unknown): T {
  if (key === undefined) return value as T
  if (Array.isArray(body))
    return (body as unknown[]).map((item, index) => (index === key ? put(item, rest, value) : item)) as T
  const branch = { ...(body as Tree | undefined) }
  const next = rest.length > 0 ? put(branch[key], rest, value) : value
  if (next === undefined) return without(branch, String(key)) as T
  return { ...branch, [key]: next } as T
}

const without = (branch: Tree, key: string): Tree =>
  Object.fromEntries(Object.entries(branch).filter(([name]) => name !== key))

/** A measure of another kind, with what both kinds have. `before`: the same measure when it was last of that kind. */
export function recast(measure: Measure | undefined, kind: MeasureKind, before?: Measure): Measure {
  if (before) return before
  if (isMade(kind) || measure === undefined) return { kind, ...(kind === 'change' && { against: 'previous' }) }
  const { source, where, time, person } = measure
  const common = { kind, ...defined({ source, where, time, person }) }
  const slots = SLOTS[kind].map(({ option, takes }) => {
    const had = SLOTS[measure.kind].find((slot) => slot.option === option && (slot.takes === takes || takes === 'any'))
    return [option, had && typeof measure[option] === 'string' ? measure[option] : undefined]
  })
  return { ...common, ...defined(Object.fromEntries(slots) as Partial<Measure>), ...FRESH[kind] }
}

const FRESH: Partial<Record<MeasureKind, Partial<Measure>>> = {
  percentile: { p: 90 },
  ratio: { numerator: {}, denominator: {} },
  rate: { amount: {}, per: 'day' },
}

const defined = <T extends object>(values: T): Partial<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>

/** A measure moved to another source: nothing of the old one's fields holds there. */
export const resourced = (measure: Measure | undefined, source: string): Measure => ({
  ...FRESH[measure?.kind ?? 'count'],
  kind: measure && !isMade(measure.kind) ? measure.kind : 'count',
  source,
  ...(measure?.p !== undefined && { p: measure.p }),
  ...(measure?.per !== undefined && { per: measure.per }),
})

/** A new metric. */
export const fresh = (id: string, name: Words, source: string | undefined, currency?: string): MetricBody => ({
  kind: 'metric',
  id,
  name,
  unit: source ? 'row' : (currency ?? ''),
  measure: source ? { kind: 'count', source } : { kind: 'formula', formula: '' },
})

/** An id out of the letters of the English name; `metric_1` where there are none. `taken`: those there are. */
export function proposedId(english: string, taken: ReadonlySet<string>): string {
  const letters = english
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 50)
  if (letters && !taken.has(letters)) return letters
  let number = letters ? 2 : 1
  while (taken.has(`${letters || 'metric'}_${number}`)) number += 1
  return `${letters || 'metric'}_${number}`
}

export const isId = (text: string) => /^[a-z][a-z0-9_]{0,62}$/.test(text)
