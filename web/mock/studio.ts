import { type Answers, paged, Refused } from './answers.ts'
import { people } from './company.ts'
import { metrics } from './numbers.ts'

const both = (zh: string, en: string) => ({ zh, en })
const ME = 'HD1003'

interface Kept {
  kind: string
  id: string
  live: Body | null
  steps: (Body | null)[]
  step: number
  version: number
  at: string | null
}
interface Body {
  name?: { zh: string; en: string }
  unit?: string
  direction?: string
  [key: string]: unknown
}

const source: Body = {
  kind: 'source',
  id: 'deals',
  name: both('商机', 'Deals'),
  system: 'CRM',
  key: ['number'],
  time: 'closed',
  fields: {
    number: { name: both('商机编号', 'Deal'), required: true },
    seller: { type: 'subject', dimension: 'person', name: both('销售工号', 'Seller') },
    stage: { type: 'choice', name: both('阶段', 'Stage'), choices: ['跟进', '赢单', '丢单'] },
    value: { type: 'money', name: both('签单金额', 'Value'), unit: 'CNY' },
    created: { type: 'date', name: both('创建日', 'Created') },
    closed: { type: 'date', name: both('关闭日', 'Closed') },
  },
}

const entities: Kept[] = [
  kept('source', source),
  ...metrics.map((metric) =>
    kept('metric', {
      kind: 'metric',
      id: metric.id,
      name: metric.name,
      unit: metric.unit,
      direction: metric.direction,
      measure: { kind: 'sum', source: 'deals', field: 'value', where: { field: 'stage', value: '赢单' } },
    }),
  ),
  kept('settings', { id: 'bundle', name: both('禾渡传感', 'Hedu Sensing'), time_zone: 'Asia/Shanghai' }),
]

function kept(kind: string, live: Body): Kept {
  return { kind, id: String(live.id), live, steps: [live], step: 0, version: 0, at: null }
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

function standingOf({ live, steps, step }: Kept) {
  const body = steps[step] ?? null
  if (same(body, live)) return 'live'
  return body === null ? 'removed' : live === null ? 'added' : 'changed'
}

function headOf(entity: Kept) {
  const body = entity.steps[entity.step] ?? entity.live
  const standing = standingOf(entity)
  const touched = standing !== 'live'
  const { kind, id, at } = entity
  return { kind, id, name: body?.name ?? null, standing, problems: 0, by: touched ? ME : null, at: touched ? at : null }
}

const saidOf = (entity: Kept) => {
  const name = headOf(entity).name ?? both(entity.id, entity.id)
  return standingOf(entity) === 'live' ? [] : [both(`「${name.zh}」有改动`, `'${name.en}' changes`)]
}

function outOf(entity: Kept) {
  return {
    ...headOf(entity),
    version: entity.version,
    body: entity.steps[entity.step] ?? null,
    live: entity.live,
    outdated: false,
    faults: [],
    said: saidOf(entity),
    sentence: both('每月、季度「签单金额」之和，只计「阶段」是 赢单', "sum of 'Value', where 'Stage' is 赢单"),
    used_by: [],
    lock: null,
    can_undo: entity.step > 0,
    can_redo: entity.step < entity.steps.length - 1,
  }
}

function found(kind = '', id = ''): Kept {
  const entity = entities.find((one) => one.kind === kind && one.id === id)
  if (!entity) throw new Refused(404, 'draft.unknown', '没有找到', '草稿里没有这个对象。')
  return entity
}

/** Only the newest version may be changed. */
function step(entity: Kept, given: unknown, change: () => void) {
  const { version } = given as { version: number }
  if (version !== entity.version) throw new Refused(409, 'draft.moved', '有冲突', '有人刚保存了另一份。')
  change()
  entity.version += 1
  entity.at = new Date().toISOString()
  return outOf(entity)
}

const put = (entity: Kept, body: Body | null) => () => {
  entity.steps = [...entity.steps.slice(0, entity.step + 1), body]
  entity.step += 1
}

const draft = () => {
  const touched = entities.filter((one) => standingOf(one) !== 'live')
  const said = touched.flatMap((one) => saidOf(one).map((text) => ({ kind: one.kind, id: one.id, text })))
  return { release: 3, items: touched.map(headOf), faults: [], said, asked: [] }
}

const releases = [3, 2, 1].map((number) => ({
  number,
  effective: number === 3 ? '2026-01-01' : null,
  published_at: `2025-1${number - 1}-08T10:2${number}:00+08:00`,
  note: ['首次设置', '加上赢单率', '签单金额不计退货'][number - 1] ?? '',
  author: ME,
  agreed: number === 3 ? 'HD1002' : '',
  changes: 4 - number,
  newest: number === 3,
  nobody_else: false,
}))

const point = (value: number, n = 12) => ({ value, n, state: 'value' })
const row = (place: number) => {
  const [before, after] = [(60 - place * 4) * 10_000, (60 - place * 4 - (place % 3) * 5) * 10_000]
  const person = people[place]
  const subject = { dimension: 'person', key: person?.number ?? '', name: person?.name ?? '' }
  return {
    subject,
    unit: person?.unit.name ?? null,
    before: point(before),
    after: point(after),
    change: after - before,
  }
}

const field = (id: string, type: string, name: ReturnType<typeof both>, more: object) => ({
  ...{ id, type, name, dimension: null, unit: null, filled: 1, distinct: null, values: [], bins: [] },
  ...{ low: null, high: null, first: null, last: null, veiled: false },
  ...more,
})
const stages = [
  ['跟进', 2_104],
  ['赢单', 1_388],
  ['丢单', 1_020],
].map(([text, rows]) => ({ text, rows }))
const bins = [380, 610, 820, 540, 300, 140, 60, 20].map((rows, at) => ({ low: at * 5e4, high: (at + 1) * 5e4, rows }))

const picture = {
  source: 'deals',
  name: both('商机', 'Deals'),
  rows: 4_512,
  key: ['number'],
  time: 'closed',
  people: ['seller'],
  months: Array.from({ length: 12 }, (_, at) => ({
    period: `2025-${String(at + 1).padStart(2, '0')}`,
    rows: 300 + ((at * 37) % 90),
  })),
  fields: [
    field('number', 'text', both('商机编号', 'Deal'), { distinct: 4_512 }),
    field('seller', 'subject', both('销售工号', 'Seller'), { dimension: 'person', distinct: 13, filled: 0.99 }),
    field('stage', 'choice', both('阶段', 'Stage'), { distinct: 3, values: stages }),
    field('value', 'money', both('签单金额', 'Value'), { unit: 'CNY', bins, low: 800, high: 398_000, filled: 0.31 }),
    field('created', 'date', both('创建日', 'Created'), { first: '2024-01-02', last: '2026-01-04' }),
    field('closed', 'date', both('关闭日', 'Closed'), { first: '2024-02-19', last: '2026-01-04', filled: 0.53 }),
  ],
}

const headed = (id: string) => {
  const { live, steps, step: at } = found('metric', id)
  const { name, unit, direction } = steps[at] ?? live ?? {}
  return { id, name: name ?? both(id, id), unit: unit ?? '', direction: direction ?? 'up', target: null }
}

export const studioAnswers: Answers = {
  'GET /draft': draft,
  'GET /draft/entities': (_words, query) => ({
    items: entities.filter((one) => !query.get('kind') || one.kind === query.get('kind')).map(headOf),
  }),
  'GET /draft/entities/:/:': ([kind, id]) => outOf(found(kind, id)),
  'POST /draft/entities/:/:': ([kind = '', id = ''], _query, _request, given) => {
    if (!entities.some((one) => one.kind === kind && one.id === id))
      entities.push({ kind, id, live: null, steps: [null], step: 0, version: 0, at: null })
    const entity = found(kind, id)
    return step(entity, given, put(entity, (given as { body: Body }).body))
  },
  'POST /draft/entities/:/:/remove': ([kind, id], _query, _request, given) => {
    const entity = found(kind, id)
    return step(entity, given, put(entity, null))
  },
  'POST /draft/entities/:/:/discard': ([kind, id], _query, _request, given) => {
    const entity = found(kind, id)
    return step(entity, given, put(entity, entity.live))
  },
  'POST /draft/entities/:/:/undo': ([kind, id], _query, _request, given) => {
    const entity = found(kind, id)
    return step(entity, given, () => (entity.step -= 1))
  },
  'POST /draft/entities/:/:/redo': ([kind, id], _query, _request, given) => {
    const entity = found(kind, id)
    return step(entity, given, () => (entity.step += 1))
  },
  'POST /draft/presence': () => ({
    present: [{ username: 'HD1055', name: '王芳', kind: 'metric', id: 'won_value' }],
  }),
  'POST /draft/publish': () => {
    const { said } = draft()
    for (const entity of entities) entity.live = entity.steps[entity.step] ?? null
    return { release: 4, asked: null, said, remarks: [] }
  },
  'GET /releases': (_words, query) => paged(releases, query),
  'GET /releases/:': ([number]) => ({
    ...releases.find((one) => String(one.number) === number),
    said: [{ kind: 'metric', id: 'won_value', text: both('新增指标「签单金额」', "metric 'Signed value' is added") }],
  }),
  'POST /releases/:/restore': () => ({ release: 4, asked: null, said: [], remarks: [] }),
  'POST /draft/import': () => ({ said: [], overwritten: [] }),
  'GET /draft/metrics/:/tried': ([id = ''], query) => ({
    ...paged([2, 3, 4, 5, 6, 7, 8, 9].map(row), query),
    metric: headed(id),
    grain: 'quarter',
    period: '2025-Q4',
    periods: ['2025-Q4', '2025-Q3', '2025-Q2'],
    sentence: null,
    before_unit: null,
    company: {
      subject: { dimension: 'company', key: '', name: '' },
      ...{ unit: null, before: point(5_620_000, 96), after: point(5_180_000, 88), change: -440_000 },
    },
    moved: 5,
    faults: [],
  }),
  'GET /draft/whatif': () => ({
    items: entities
      .filter((one) => one.kind === 'metric' && standingOf(one) !== 'live')
      .map((one) => ({
        metric: headed(one.id),
        standing: standingOf(one),
        period: '2025-Q4',
        ...{ before: point(5_620_000), after: point(5_180_000), moved: 5, people: 8, faults: [] },
      })),
  }),
  'GET /sources/:/picture': () => picture,
}
