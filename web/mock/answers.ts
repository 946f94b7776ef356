import type { IncomingMessage } from 'node:http'

import { accessAnswers } from './access.ts'
import { people, postsOf, units } from './company.ts'
import { metrics } from './numbers.ts'
import { numberAnswers } from './series.ts'
import { signedIn } from './session.ts'
import { sourceAnswers } from './sources.ts'
import { studioAnswers } from './studio.ts'

export interface Answer {
  status: number
  body?: unknown
}
/** `given`: the body of the request, where it is JSON. */
export type Answers = Record<
  string,
  (words: string[], query: URLSearchParams, request: IncomingMessage, given: unknown) => unknown
>

export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string,
  ) {
    super(detail)
  }
}

/** A page of a list, with the words of the query. */
export function paged<T>(
  items: T[],
  query: URLSearchParams,
): { items: T[]; total: number; page: number; page_size: number } {
  const page = Number(query.get('page') ?? 1)
  const size = Number(query.get('page_size') ?? 50)
  return { items: items.slice((page - 1) * size, page * size), total: items.length, page, page_size: size }
}

/** Sorted as `?sort=-value` asks. */
export function sorted<T>(
  items: T[],
  query: URLSearchParams,
  of: (item: T, key: string) => string | number | null,
): T[] {
  const sort = query.get('sort') ?? ''
  const key = sort.replace('-', '')
  if (!key) return items
  const sign = sort.startsWith('-') ? -1 : 1
  return [...items].sort((one, other) => {
    const [a, b] = [of(one, key), of(other, key)]
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
    return sign * (typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'zh'))
  })
}

const peopleAnswers: Answers = {
  'GET /people': (_words, query) => {
    const q = query.get('q') ?? ''
    const unit = query.get('unit') ?? ''
    const found = people.filter(
      (person) =>
        (person.name.includes(q) || person.number.includes(q.toUpperCase())) &&
        `${person.unit.code}/`.startsWith(unit && `${unit}/`) &&
        person.position.includes(query.get('position') ?? ''),
    )
    return paged(
      sorted(found, query, (person, key) =>
        key === 'unit'
          ? person.unit.code
          : key === 'name'
            ? person.name
            : key === 'position'
              ? person.position
              : person.number,
      ),
      query,
    )
  },
  'GET /people/:': ([number = '']) => {
    const found = people.find((person) => person.number === number)
    if (!found) throw new Refused(404, 'unknown', '没有找到', `没有找到「${number}」,或者你看不到它。`)
    return { ...found, posts: postsOf(found) }
  },
  'GET /units': () => ({ items: units }),
  'GET /search': (_words, query) => {
    const q = query.get('q') ?? ''
    return {
      people: people
        .filter((one) => one.name.includes(q) || one.number.includes(q.toUpperCase()))
        .slice(0, 8)
        .map((one) => ({ ...one, unit: one.unit.name })),
      units: units.filter((unit) => unit.name.includes(q)).slice(0, 8),
      metrics: metrics
        .filter((one) => one.name.zh.includes(q) || one.name.en.toLowerCase().includes(q.toLowerCase()))
        .slice(0, 8),
    }
  },
  'POST /people/import/preview': () => ({
    report: { new: 1, changed: 1, unchanged: 57, left: 0, refused: 2 },
    columns: ['工号', '姓名', '部门', '岗位', '大区', '直属上级', '入职日期'],
    sample: people.slice(0, 6).map((person, at) => ({
      row: at + 2,
      cells: {
        工号: person.number,
        姓名: person.name,
        部门: person.unit.code,
        岗位: person.position,
        大区: person.region,
        直属上级: person.manager?.number ?? null,
        入职日期: person.hired,
      },
    })),
    problems: [
      {
        rows: [17],
        problem: {
          code: 'people.manager_unknown',
          place: '直属上级',
          what: {
            zh: '直属上级「HD1999」不在名单里，也不在已有人员里',
            en: "the manager 'HD1999' is neither in the list nor known",
          },
          todo: {
            zh: '改成在册的工号，或先把这位上级加进名单',
            en: 'write a known number, or add this manager to the list',
          },
        },
      },
      {
        rows: [44],
        problem: {
          code: 'people.date',
          place: '入职日期',
          what: { zh: '「2025/13/01」不是日期', en: "'2025/13/01' is not a date" },
          todo: { zh: '写成 2025-12-01 这样', en: 'write it like 2025-12-01' },
        },
      },
    ],
    token: 'preview-1',
  }),
  'POST /people/import': () => ({ new: 1, changed: 1, unchanged: 57, left: 0, refused: 2 }),
}

const answers: Answers = { ...accessAnswers, ...numberAnswers, ...peopleAnswers, ...sourceAnswers, ...studioAnswers }

/** What the server would say. */
export function answerTo(request: IncomingMessage, path: string, query: URLSearchParams, given: unknown): Answer {
  if (!signedIn(request)) return refusal(new Refused(401, 'access.not_signed_in', '需要登录', '请先登录。'))
  const call = `${request.method ?? 'GET'} ${path}`
  for (const [pattern, answer] of Object.entries(answers)) {
    const found = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('/:', '/([^/]+)')}$`).exec(call)
    if (!found) continue
    try {
      const body = answer(found.slice(1).map(decodeURIComponent), query, request, given)
      return { status: body === undefined ? 204 : 200, body }
    } catch (error) {
      if (error instanceof Refused) return refusal(error)
      throw error
    }
  }
  return refusal(new Refused(404, 'address.unknown', '没有找到', '没有这个接口。'))
}

const refusal = ({ status, code, title, detail }: Refused): Answer => ({
  status,
  body: { type: `urn:zhunsheng:problem:${code}`, code, title, status, detail, reference: '7f3a91c2', problems: [] },
})
