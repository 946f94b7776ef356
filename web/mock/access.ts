import { type Answers, paged } from './answers.ts'
import { people, ROOT } from './company.ts'

const both = (zh: string, en: string) => ({ zh, en })
const at = (day: string, time: string) => `${day}T${time}:00+08:00`
const EAST = { code: `${ROOT}/销售中心/华东销售部`, name: '华东销售部' }
const ACTS = [
  'draft.save',
  'draft.publish',
  'draft.presence',
  'draft.import',
  'draft.tried',
  'releases.restore',
  'people.import',
  'people.export',
  'metrics.breakdown.export',
  'metrics.rows.export',
  'metrics.series.export',
  'metrics.explain',
  'visits.export',
  'visits.own',
  'story.go_on',
  'start.read',
  'uploads.send',
  'draft.save',
]

const me = {
  account: { username: 'HD1003', name: '陆知夏', email: 'luzhixia@hedu.example' },
  person: { number: 'HD1003', name: '陆知夏', unit: EAST, position: '区域经理' },
  roles: [
    { role: 'manager', name: both('经理', 'manager'), scope: 'line', units: [] },
    { role: 'director', name: both('总监', 'director'), scope: 'units', units: [EAST] },
    { role: 'administrator', name: both('管理员', 'administrator'), scope: 'all', units: [] },
  ],
  pages: [
    'today',
    'metrics',
    'sources',
    'studio',
    'forms',
    'people',
    'import',
    'start',
    'visits',
    'accounts',
    'account',
  ],
  acts: ACTS,
  world: {
    name: 'live',
    company: both('禾渡传感', 'Hedu Sensing'),
    time_zone: 'Asia/Shanghai',
    now: at('2026-01-05', '08:40'),
    stands: true,
    example: true,
    today: '2026-01-05',
  },
  language: 'zh',
  theme: 'system',
}

const named = (place: number) => ({ number: people[place]?.number ?? '', name: people[place]?.name ?? '' })
const whoIs = (place: number) => ({ username: people[place]?.number ?? '', name: people[place]?.name ?? '' })
const WORDS = [
  ['read', 'people.read', both('看人员资料', "read a person's record"), ''],
  ['read', 'metrics.explain', both('打开数字的依据', 'open what stands behind a number'), '签单金额 2025-12'],
  ['export', 'metrics.rows.export', both('导出依据行', 'export the rows behind a number'), '37'],
  ['change', 'people.import', both('导入人员名单', 'import a list of people'), '新来 1 · 有变动 1'],
  ['sign_in', 'sign_in', both('登录', 'sign in'), ''],
  ['refused', 'accounts.list', both('看账号列表', 'see accounts'), '员工'],
] as const

const visits = Array.from({ length: 87 }, (_, index) => {
  const [act, what, words, detail] = WORDS[index % WORDS.length] ?? WORDS[0]
  const day = `2026-01-0${5 - Math.floor(index / 22)}`
  const about =
    act === 'sign_in' || act === 'refused'
      ? []
      : act === 'export'
        ? [named(5), named(6), named(7)]
        : [named(5 + (index % 9))]
  return {
    id: 900 - index,
    at: at(day, `${String(18 - (index % 11)).padStart(2, '0')}:${String((index * 7) % 60).padStart(2, '0')}`),
    who: whoIs([2, 1, 55, 0][index % 4] ?? 0),
    act,
    what,
    words,
    people: about,
    concerned: act === 'export' ? 9 : about.length,
    detail,
  }
})

const grant = (id: number, place: number, role: string, unit: typeof EAST | null, until: string | null) => ({
  id,
  ...whoIs(place),
  role,
  unit,
  since: at('2025-09-01', '09:00'),
  until,
  by: '陆知夏',
})
const grants = [
  grant(1, 55, 'hrbp', { code: `${ROOT}/销售中心`, name: '销售中心' }, null),
  grant(2, 1, 'director', { code: `${ROOT}/销售中心`, name: '销售中心' }, null),
  grant(3, 57, 'auditor', null, at('2026-06-30', '23:59')),
  grant(4, 2, 'administrator', null, null),
]

const accounts = people.slice(0, 24).map((person, index) => ({
  username: person.number,
  name: person.name,
  person: { number: person.number, name: person.name },
  active: index !== 19,
  roles: grants.filter((one) => one.username === person.number),
  last_seen_at: index % 6 === 4 ? null : at('2026-01-04', `1${index % 10}:2${index % 6}`),
}))

const ROLES = [
  ['employee', '员工', 'employee'],
  ['manager', '经理', 'manager'],
  ['hrbp', '人力伙伴', 'HR partner'],
  ['director', '总监', 'director'],
  ['expert', '专家委员', 'expert committee'],
  ['administrator', '管理员', 'administrator'],
  ['auditor', '审计员', 'auditor'],
] as const
const own = Object.fromEntries(ROLES.map(([role]) => [role, 'own']))
const seen = { employee: 'self', manager: 'line', hrbp: 'units', director: 'units' }

const matrix = {
  roles: ROLES.map(([role, zh, en]) => ({ role, name: both(zh, en) })),
  endpoints: [
    ['me.read', both('看自己是谁、能做什么', 'see who one is and what one may do'), own],
    ['metrics.series', both('看数字的走势', 'see numbers over time'), { ...seen, administrator: 'all' }],
    ['metrics.explain', both('打开数字的依据', 'open what stands behind a number'), seen],
    ['people.read', both('看人员资料', "read a person's record"), { ...seen, administrator: 'all' }],
    ['people.import', both('导入人员名单', 'import a list of people'), { administrator: 'all' }],
    ['visits.list', both('看访问记录', 'read the log of visits'), { auditor: 'all' }],
    ['accounts.list', both('看账号列表', 'see accounts'), { administrator: 'all' }],
  ].map(([name, words, roles]) => ({ name, method: 'GET', path: '/', act: 'numbers', words, roles })),
  fields: [
    {
      field: 'open',
      words: both('姓名、工号、部门、岗位、区域、上级', 'name, number, unit, position, region, manager'),
      roles: ROLES.map(([role]) => role),
    },
    {
      field: 'employment',
      words: both('入职与离职日期', 'dates of hire and leaving'),
      roles: ['manager', 'hrbp', 'director'],
    },
    { field: 'contact', words: both('电子邮件', 'e-mail address'), roles: ['hrbp', 'administrator'] },
  ],
}

export const accessAnswers: Answers = {
  'GET /me': () => me,
  'PATCH /me': () => me,
  'GET /story/files': () => ({ items: [] }),
  'GET /story': () => ({ under_way: false, files: 0 }),
  'POST /story': () => ({ under_way: true, files: 0 }),
  'GET /me/sessions': () => [
    {
      id: 1,
      current: true,
      device: 'Chrome · Windows',
      address: '10.8.3.21',
      started_at: at('2026-01-05', '08:31'),
      seen_at: at('2026-01-05', '08:40'),
    },
    {
      id: 2,
      current: false,
      device: '企业微信 · Android',
      address: '223.104.5.8',
      started_at: at('2025-12-29', '07:50'),
      seen_at: at('2026-01-04', '21:12'),
    },
  ],
  'DELETE /me/sessions/:': () => undefined,
  'GET /me/tokens': () => [
    {
      id: 1,
      name: 'CRM 每晚推送商机',
      scopes: ['facts:write'],
      created_at: at('2025-10-09', '10:00'),
      expires_at: at('2026-10-09', '10:00'),
      used_at: at('2026-01-05', '02:00'),
    },
    {
      id: 2,
      name: '看板大屏',
      scopes: ['numbers:read', 'people:read'],
      created_at: at('2025-12-01', '10:00'),
      expires_at: at('2026-03-01', '10:00'),
      used_at: null,
    },
  ],
  'POST /me/tokens': () => ({
    id: 3,
    name: '新令牌',
    scopes: ['facts:write'],
    created_at: at('2026-01-05', '08:41'),
    expires_at: at('2026-04-05', '08:41'),
    used_at: null,
    token: 'zs_4Hq8mVtY2cXw9LrN7bKe1JfPz6GdSu3A',
  }),
  'DELETE /me/tokens/:': () => undefined,
  'GET /me/visits': (_words, query) =>
    paged(
      visits.filter((visit) => visit.act !== 'sign_in'),
      query,
    ),
  'GET /visits': (_words, query) => {
    const [q, act, about] = ['q', 'act', 'about'].map((name) => query.get(name) ?? '')
    return paged(
      visits.filter(
        (visit) =>
          (!act || visit.act === act) &&
          `${visit.who.name}${visit.who.username}`.includes(q ?? '') &&
          (!about || visit.people.some((one) => one.number === about)),
      ),
      query,
    )
  },
  'GET /accounts': (_words, query) =>
    paged(
      accounts.filter((one) => `${one.name}${one.username}`.includes(query.get('q') ?? '')),
      query,
    ),
  'POST /accounts': () => ({ username: 'HD1030', password: '云泊-4827-松屿' }),
  'POST /accounts/:/end': () => undefined,
  'POST /accounts/:/password': ([username]) => ({ username, password: '望江-1906-渡口' }),
  'GET /grants': () => grants,
  'POST /grants': () => grants[0],
  'DELETE /grants/:': () => undefined,
  'GET /access/matrix': () => matrix,
  'GET /live': () => ({ url: '/live?ticket=mock', seconds: 600 }),
}
