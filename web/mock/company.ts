/** The invented company of the demonstration, small enough to read. */
const NAMES =
  '沈砚秋 顾行舟 陆知夏 许闻笛 程南枝 江予怀 林晚棠 周牧野 方以宁 叶疏桐 何清越 苏晚晴 唐云舒 宋时雨 韩景明 冯若谷 郑乐山 袁星河 曹望舒 邓长风 彭嘉树 萧雨眠 田小禾 潘青禾 杜若飞 蒋以墨 蔡知遥 余怀瑾 钟离月 魏思齐 吕明川 丁一苇 任远山 姚采薇 卢照邻 傅云深 崔文澜 谭维桢 廖静姝 范思源 石怀玉 金雨泽 熊立言 白砚书 孟庭芳 秦朗月 阎书白 薛映雪 侯子衿 雷鸣谦 龙在野 段秋实 钱若水 汤谷雨 黎初旭 易安然 常念慈 武向晨 贺兰亭 乔木森'.split(
    ' ',
  )

export const ROOT = '禾渡传感'

interface Team {
  path: string
  region: string
  lead: string
  members: string[]
}

const many = (position: string, count: number) => Array.from({ length: count }, () => position)
const team = (path: string, region: string, lead: string, members: string[] = []): Team => ({
  path,
  region,
  lead,
  members,
})

const TEAMS: Team[] = [
  team('总经办', '总部', '总经理'),
  team('销售中心', '总部', '销售总监'),
  team('销售中心/华东销售部', '华东', '区域经理', many('销售', 5)),
  team('销售中心/华南销售部', '华南', '区域经理', many('销售', 4)),
  team('销售中心/华北销售部', '华北', '区域经理', many('销售', 4)),
  team('客服中心', '总部', '客服经理'),
  team('客服中心/客服一组', '总部', '客服', many('客服', 3)),
  team('客服中心/客服二组', '总部', '客服', many('客服', 3)),
  team('生产中心', '总部', '厂长'),
  ...['一线', '二线', '三线'].map((line) =>
    team(`生产中心/${line}`, '总部', '早班班长', ['晚班班长', ...many('操作工', 5)]),
  ),
  team('研发中心', '总部', '研发总监', many('工程师', 5)),
  team('人事财务部', '总部', '人事财务经理', ['人事', '人事', '会计', '出纳']),
]

const nameOf = (path: string) => path.split('/').at(-1) ?? path

export interface Person {
  number: string
  name: string
  unit: { code: string; name: string }
  position: string
  region: string
  manager: { number: string; name: string } | null
  email: string | null
  hired: string | null
  left: string | null
  hidden: string[]
}

function staffed(): Person[] {
  const people: Person[] = []
  const leads = new Map<string, Person>()
  for (const { path, region, lead, members } of TEAMS) {
    for (const [at, position] of [lead, ...members].entries()) {
      const place = people.length
      const boss = at === 0 ? leads.get(path.split('/').slice(0, -1).join('/') || '总经办') : leads.get(path)
      const person: Person = {
        number: `HD${1001 + place}`,
        name: NAMES[place] ?? `新人${place}`,
        unit: { code: `${ROOT}/${path}`, name: nameOf(path) },
        position,
        region,
        manager: boss ? { number: boss.number, name: boss.name } : null,
        email: null,
        hired: `20${16 + (place % 9)}-${String(1 + (place % 12)).padStart(2, '0')}-04`,
        left: null,
        hidden: ['email'],
      }
      if (at === 0) leads.set(path, person)
      people.push(person)
    }
  }
  return people
}

export const people = staffed()

const headcount = (path: string) => people.filter((person) => `${person.unit.code}/`.startsWith(`${path}/`)).length

export const units = [
  { code: ROOT, name: ROOT, parent: null, people: people.length },
  ...TEAMS.map(({ path }) => ({
    code: `${ROOT}/${path}`,
    name: nameOf(path),
    parent: path.includes('/') ? `${ROOT}/${path.split('/')[0] ?? ''}` : ROOT,
    people: headcount(`${ROOT}/${path}`),
  })),
]

export const postsOf = (person: Person) => {
  const { unit, position, region, manager } = person
  const post = { unit, position, region, manager, primary: true }
  if (person.number !== 'HD1004') return [{ ...post, starts: person.hired ?? '2020-01-04', ends: null }]
  const east = units.find((one) => one.name === '华东销售部')
  return [
    { ...post, starts: '2025-04-16', ends: null },
    {
      ...post,
      unit: { code: east?.code ?? '', name: '华东销售部' },
      region: '华东',
      starts: '2019-04-04',
      ends: '2025-04-15',
    },
  ]
}
