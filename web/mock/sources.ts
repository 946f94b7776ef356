import { type Answers, paged, Refused } from './answers.ts'

const both = (zh: string, en: string) => ({ zh, en })
const AT = '2026-01-04T18:02:00+08:00'
const problem = (code: string, zh: string, en: string, place = '') => ({
  code,
  place,
  what: both(zh, en),
  todo: both('改成清单里的写法', 'write it as the list does'),
})
const NO_CHOICE = problem('choice.unknown', '不在可选的值里', 'is not one of the choices')
const NO_DATE = problem('moment.unreadable', '不是日期', 'is no date')

const HEADINGS = ['商机编号', '销售', '产品', '客户', '阶段', '关闭日', '成交金额', '备注']
const FIELDS = ['opportunity', 'agent', 'product', 'account', 'stage', 'close_date', 'close_value', 'note']
const PRODUCTS = ['GTX Pro', 'GTX Basic', 'MG Special', 'GTXPro', 'GTX Plus Pro']
const rowAt = (row: number): Record<string, string> => ({
  opportunity: `OP-${20260 + row}`,
  agent: ['陆知夏', '程南枝', '周砚清'][row % 3] ?? '',
  product: row % 17 === 3 ? 'GTXPro' : (PRODUCTS[row % 3] ?? ''),
  account: ['青禾医疗', '远山制药', '河谷仪器', '白鹭科技'][row % 4] ?? '',
  stage: ['赢单', '丢单', '跟进'][row % 3] ?? '',
  close_date: row % 29 === 5 ? '2026/13/05' : `2026/1/${1 + (row % 28)}`,
  close_value: row % 11 === 2 ? '1.2万' : String(1200 + row * 37),
  note: '',
})

const text = (zh: string, en: string, more: object = {}) => ({ name: both(zh, en), ...more })
const pipeline = {
  kind: 'source',
  id: 'pipeline',
  name: both('销售商机', 'Sales pipeline'),
  system: 'CRM',
  key: ['opportunity'],
  time: 'close_date',
  every: 'day',
  files: ['销售商机*.xlsx'],
  fields: {
    opportunity: text('商机编号', 'Opportunity', { column: '商机编号', required: true }),
    agent: text('销售人员', 'Sales agent', { column: '销售', type: 'subject', dimension: 'person' }),
    product: text('产品', 'Product', { column: '产品', type: 'choice', choices: ['GTX Pro', 'GTX Basic'] }),
    account: text('客户', 'Account', { column: '客户', type: 'subject', dimension: 'customer' }),
    stage: text('阶段', 'Stage', { column: '阶段', type: 'choice', choices: ['赢单', '丢单', '跟进'] }),
    close_date: text('关闭日', 'Close date', { column: '关闭日', type: 'date' }),
    close_value: text('成交金额', 'Close value', { column: '成交额', type: 'money', unit: 'CNY' }),
  },
}
const GUESSES = [
  ['opportunity', 'text', null, 'key', 0.98, both('每一行都不同，像编号', 'different in every row, like a number')],
  ['agent', 'subject', 'person', 'person', 0.92, both('96% 是名单上的人', '96% are people on the list')],
  ['product', 'choice', null, 'none', 0.86, both('只有 5 种不同的值', 'only 5 different values')],
  [
    'account',
    'subject',
    'customer',
    'member',
    0.71,
    both('标题像客户，78% 在客户清单里', '78% are on the list of customers'),
  ],
  ['stage', 'choice', null, 'none', 0.93, both('只有 3 种不同的值', 'only 3 different values')],
  [
    'close_date',
    'date',
    null,
    'time',
    0.55,
    both('像日期，但日和月分不清', 'dates, but day and month cannot be told apart'),
  ],
  ['close_value', 'money', null, 'none', 0.9, both('标题像金额，都是数', 'the heading says amount, all are numbers')],
  [null, 'text', null, 'none', 0.4, both('大多是空的', 'mostly blank')],
] as const

const rows = Array.from({ length: 20 }, (_, row) => FIELDS.map((field) => rowAt(row)[field] ?? ''))
const proposal = {
  source: { ...pipeline, id: 'xiaoshou_shangji', name: both('销售商机 1月', 'Sales pipeline January') },
  dimensions: [{ kind: 'dimension', id: 'customer', name: both('客户', 'Customer'), listed: false }],
  columns: GUESSES.map(([field, type, dimension, role, confidence, why], at) => ({
    ...{ heading: HEADINGS[at] ?? '', field, type, dimension, role, confidence, why },
    ...{
      samples: rows
        .slice(0, 4)
        .map((row) => row[at] ?? '')
        .filter(Boolean),
      filled: at === 7 ? 0.02 : 1,
    },
    ...{ distinct: [3012, 41, 5, 240, 3, 28, 1900, 4][at] ?? 0, others: [] },
  })),
}
let polls = 0
const upload = (id: string) => ({
  id,
  name: '销售商机_2026年1月.xlsx',
  size: 412_000,
  sheets: ['商机', '说明'],
  sheet: '商机',
  rows: 3012,
  headings: HEADINGS,
  sample: rows,
  proposal,
  fits: [
    {
      ...{ source: 'pipeline', name: pipeline.name, score: 0.91, certain: false, missing: [], unused: ['备注'] },
      renamed: [
        {
          field: 'close_value',
          name: both('成交金额', 'Close value'),
          column: '成交额',
          heading: '成交金额',
          confidence: 0.9,
        },
      ],
    },
  ],
  state: polls > 4 ? 'loaded' : polls > 0 ? 'loading' : 'read',
  progress: polls > 0 ? { done: Math.min(3012, polls * 700), total: 3012 } : null,
  batch: polls > 4 ? 42 : null,
  faults: [],
})

const learn = (to: string) => ({ fields: { product: { reads: { GTXPro: to } } } })
const fix = { said: both('以后都读作 GTX Pro', 'always read as GTX Pro'), patch: learn('GTX Pro'), cell: 'GTX Pro' }
const items = Array.from({ length: 120 }, (_, at) => ({ row: at + 2, cells: rowAt(at) }))
  .map((row) => ({
    ...row,
    problems: [
      ...(row.cells.product === 'GTXPro' ? [{ field: 'product', problem: NO_CHOICE }] : []),
      ...(row.cells.close_date === '2026/13/05' ? [{ field: 'close_date', problem: NO_DATE }] : []),
    ],
  }))
  .sort((one, other) => other.problems.length - one.problems.length)
const groups = [
  {
    ...{ problem: NO_CHOICE, field: 'product', rows: 177, fixes: [] },
    texts: [
      { text: 'GTXPro', rows: 161, fixes: [fix] },
      { text: 'MG Spezial', rows: 16, fixes: [] },
    ],
  },
  { problem: NO_DATE, field: 'close_date', rows: 4, texts: [{ text: '2026/13/05', rows: 4, fixes: [] }], fixes: [] },
]
const strays = ['青禾医疗器械', '远山药业'].map((one, at) => ({
  ...{
    dimension: 'customer',
    dimension_name: both('客户', 'Customer'),
    field: 'account',
    text: one,
    rows: 12 - at * 5,
  },
  proposals: [{ key: '青禾医疗', name: '青禾医疗', likeness: 88 }],
}))
const preview = {
  ...{ faults: [], rows: 3012, new: 2744, changed: 31, duplicate: 54, quarantined: 181, blank: 2 },
  ...{ groups, items, strays, notes: [], seconds: 0.4 },
  numbers: [
    {
      metric: { id: 'won_value', name: both('签单金额', 'Won value'), unit: 'CNY', direction: 'up', target: null },
      ...{ period: '2026-01', before: 321_000, after: 1_284_300 },
    },
  ],
}
const receipt = (batch: number, state = 'settled') => ({
  ...{ batch, source: 'pipeline', name: `销售商机_2026年${batch - 40}月.xlsx`, sender: 'H002', state, accepted_at: AT },
  ...{ rows: 3012, new: 2744, changed: 31, duplicate: 54, quarantined: 181, blank: 2, notes: [] },
})

const head = (id: string, zh: string, en: string, state: string, more: object = {}) => ({
  ...{ id, name: both(zh, en), description: both('CRM 里的商机，从接触到成交或丢单，一行一个。', 'Deals in the CRM.') },
  ...{ system: 'CRM', owner: '王芳', way: 'file', feeds: null, facts: 21_480, waiting: 0, strays: 0, drafted: false },
  freshness: {
    state,
    last_at: state === 'none' ? null : AT,
    until: '2026-01-04',
    due: '2026-01-06T00:00:00+08:00',
    every: 'day',
  },
  ...more,
})
const heads = [
  head('orders', '订单', 'Orders', 'late', { waiting: 12 }),
  head('pipeline', '销售商机', 'Sales pipeline', 'fresh', { waiting: 181, strays: 2, drafted: true }),
  head('visits', '客户走访', 'Customer visits', 'free', { way: 'form', system: '准绳', owner: null, facts: 340 }),
  head('people', '人员名单', 'People', 'due', { feeds: 'people', facts: 58 }),
  head('leads', '线索', 'Leads', 'none', { facts: 0 }),
]
const field = (id: string) => {
  const one = pipeline.fields[id as keyof typeof pipeline.fields] as Record<string, unknown>
  return {
    ...{ id, column: id, also: [], type: 'text', dimension: null, unit: null, required: false, role: 'none' },
    ...{ choices: [], formats: [], reads: id === 'product' ? { GTXPro: 'GTX Pro' } : {}, scope: 'open' },
    ...one,
  }
}
const entity = (id: string) => ({
  ...{ kind: 'source', id, name: pipeline.name, standing: 'live', problems: 0, by: null, at: null, version: 0 },
  ...{ body: pipeline, live: pipeline, outdated: false, faults: [], said: [], sentence: null, used_by: [], lock: null },
  ...{ can_undo: false, can_redo: false },
})

let begun = 0
const todo = (id: string, zh: string, en: string, to: string, done: boolean) => ({
  ...{ id, name: both(zh, en), to, done },
  why: both('数字跟着每个人当时的部门走。', 'Numbers follow everybody’s unit as it was on each day.'),
})
const start = () => ({
  step: begun === 0 ? 'company' : begun > 6 ? 'done' : 'data',
  industries: [
    ['sales', '商贸与销售团队', 'Trade and sales', '按商机和订单看销售团队。', '签单金额'],
    ['production', '生产制造', 'Manufacturing', '按工单和产线看产量与质量。', '合格率'],
    ['service', '客户服务', 'Customer service', '按工单看响应和解决。', '解决时长'],
    ['medical-distribution', '医疗器械经销', 'Medical distribution', '经销、装机和售后。', '装机时长'],
    ['other', '别的行业', 'Something else', '从空白开始，自己定义指标。', ''],
  ].map(([id, zh = '', en = '', about = '', metric]) => ({
    ...{ id, name: both(zh, en), about: both(about, `${en}, as one looks at it day by day.`) },
    metrics: metric
      ? [both(metric, 'Won value'), both('赢单率', 'Win rate'), both('回款', 'Paid'), both('周期', 'Cycle')]
      : [],
  })),
  ...{ time_zones: ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York'], currencies: ['CNY', 'USD', 'EUR'] },
  ...{ release: 1, people: 0, accounts: 1, facts: 0, metrics: 5, sample: true, partner: false },
  checklist: [
    todo('company', '认识公司', 'The company', '/start', true),
    todo('people', '导入人员名单', 'Import the list of people', '/people/import', false),
    todo('source', '放进第一份数据', 'Bring in the first data', '/sources', false),
    todo('accounts', '开通账号', 'Open accounts', '/accounts', false),
  ],
  work: begun > 0 && begun < 6 ? { done: begun, total: 6 } : null,
})

const forms = [
  {
    ...{ id: 'visits', name: both('客户走访', 'Customer visit') },
    description: both('走访结束后十分钟内填。', 'Within ten minutes of the visit.'),
    fields: [
      ['customer', '拜访的客户', 'Customer', 'subject', []],
      ['result', '结果', 'Result', 'choice', ['达成意向', '再约', '没有需要']],
      ['amount', '意向金额', 'Amount', 'money', []],
      ['on', '下次什么时候', 'Next visit', 'date', []],
      ['good', '客户满意吗', 'Was the customer content?', 'boolean', []],
      ['note', '说点什么', 'Anything else', 'text', []],
      ['evidence', '照片', 'Photo', 'text', []],
    ].map(([id, zh, en, type, choices]) => ({
      ...{
        id,
        name: both(String(zh), String(en)),
        type,
        choices,
        required: ['customer', 'result'].includes(String(id)),
      },
      unit: type === 'money' ? 'CNY' : null,
    })),
  },
]

export const sourceAnswers: Answers = {
  'GET /sources': (_words, query) => paged(heads, query),
  'GET /sources/:': ([id = '']) => {
    const found = heads.find((one) => one.id === id)
    if (!found) throw new Refused(404, 'unknown', '没有找到', '没有找到这个数据源。')
    return {
      ...found,
      ...{ fields: Object.keys(pipeline.fields).map(field), key: ['opportunity'], time: 'close_date', files: [] },
      used_by: [{ kind: 'metric', id: 'won_value', name: both('签单金额', 'Won value') }],
      ...{ push: `/api/v1/facts/${id}`, may_push: false },
    }
  },
  'GET /sources/:/picture': ([id]) => ({
    ...{
      source: id,
      name: pipeline.name,
      rows: 21_480,
      key: ['opportunity'],
      time: 'close_date',
      people: ['agent'],
      fields: [],
    },
    months: Array.from({ length: 18 }, (_, at) => ({
      period: `${2024 + Math.floor((at + 6) / 12)}-${String(((at + 6) % 12) + 1).padStart(2, '0')}`,
      rows: at === 9 ? 0 : 900 + ((at * 379) % 700),
    })),
  }),
  'GET /sources/:/waiting': (_words, query) => ({
    ...paged(
      items
        .filter((row) => row.problems.length > 0)
        .map((row) => ({ ...row, id: row.row, batch: 42, file: '销售商机_2026年1月.xlsx', veiled: [] })),
      query,
    ),
    groups,
  }),
  'POST /sources/:/redo': () => ({ batch: 43, redone: 161, waiting: 20 }),
  'POST /sources/:/drop': () => ({ dropped: 181 }),
  'GET /sources/:/strays': (_words, query) => paged(strays, query),
  'POST /matches': () => undefined,
  'POST /matches/undo': () => undefined,
  'GET /dimensions/:/members': (_words, query) => paged([{ key: '青禾医疗', name: '青禾医疗' }], query),
  'GET /receipts': (_words, query) => paged([receipt(42), receipt(41), receipt(40, 'withdrawn')], query),
  'GET /receipts/:': ([batch]) => receipt(Number(batch)),
  'POST /receipts/:/withdraw': ([batch]) => receipt(Number(batch), 'withdrawn'),
  'POST /uploads': () => ((polls = 0), upload('u1')),
  'POST /uploads/pasted': () => ((polls = 0), upload('u2')),
  'GET /uploads/:': ([id = '']) => ((polls += polls > 0 ? 1 : 0), upload(id)),
  'POST /uploads/:/preview': () => preview,
  'POST /uploads/:/load': ([id = '']) => ((polls = 1), upload(id)),
  'GET /draft/entities': () => ({
    items: [{ ...entity('customer'), kind: 'dimension', id: 'customer', name: both('客户', 'Customer') }],
  }),
  'GET /draft/entities/:/:': ([kind, id = '']) => {
    if (kind !== 'source' || id !== 'pipeline') throw new Refused(404, 'unknown', '没有找到', '草稿里没有它。')
    return entity(id)
  },
  'POST /draft/entities/:/:': ([, id = '']) => ({ ...entity(id), version: 1, standing: 'changed' }),
  'POST /draft/publish': () => ({ release: 2, asked: null, said: [], remarks: [] }),
  'GET /start': () => ((begun += begun > 0 ? 1 : 0), start()),
  'POST /start': () => ((begun = 1), start()),
  'GET /forms': () => ({ forms }),
  'POST /forms/:': () => ({ batch: 9 }),
  'POST /evidence': () => ({ evidence: 'abc', name: '走访.jpg', size: 1200 }),
}
