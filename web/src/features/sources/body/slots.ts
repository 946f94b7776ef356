import { withField, withType } from './columns'
import type { FeedsBody, SourceBody } from './types'

/** A place that a column can take: `key`, `time`, a dimension (`d:customer`), or a word of a list of people. */
export type Slot = string

const PEOPLE = ['number', 'label', 'unit', 'position', 'manager', 'region', 'starts', 'ends'] as const
type PeopleSlot = (typeof PEOPLE)[number]
const isPeople = (slot: string): slot is PeopleSlot => PEOPLE.some((one) => one === slot)

/** The places of a source, by what a row of it is. */
export function slotsOf(body: SourceBody, dimensions: readonly string[]): Slot[] {
  if (body.feeds?.feeds === 'people') return [...PEOPLE]
  if (body.feeds?.feeds === 'members') return ['key', 'label']
  const others = dimensions.filter((one) => one !== 'person')
  return ['key', 'time', 'd:person', ...others.map((one) => `d:${one}`)]
}

/** Which fields stand in a place. */
export function inSlot(body: SourceBody, slot: Slot): string[] {
  if (slot.startsWith('d:')) {
    return Object.entries(body.fields)
      .filter(([, field]) => field.type === 'subject' && field.dimension === slot.slice(2))
      .map(([id]) => id)
  }
  if (body.feeds?.feeds === 'people' && isPeople(slot)) return present(body.feeds[slot])
  if (slot === 'key') return body.key
  if (slot === 'time') return present(body.time)
  if (slot === 'label') return present(body.feeds?.label)
  return []
}

const present = (field: string | null | undefined) => (field ? [field] : [])

/** The places where a field stands. */
export const slotsWith = (body: SourceBody, field: string, slots: readonly Slot[]) =>
  slots.filter((slot) => inSlot(body, slot).includes(field))

/** The source with a field put into a place. */
export function put(body: SourceBody, field: string, slot: Slot): SourceBody {
  if (slot.startsWith('d:')) return withType(body, field, 'subject', slot.slice(2))
  if (body.feeds?.feeds === 'people' && isPeople(slot)) {
    const feeds = { ...body.feeds, [slot]: field }
    const after = { ...body, feeds }
    if (slot === 'number') return withField({ ...after, key: [field] }, field, { required: true })
    return slot === 'starts' || slot === 'ends' ? asDate(after, field) : after
  }
  if (slot === 'time') return asDate({ ...body, time: field }, field)
  if (slot === 'label') return body.feeds ? { ...body, feeds: { ...body.feeds, label: field } } : body
  const keyed = body.feeds?.feeds === 'members' ? [field] : [...body.key.filter((one) => one !== field), field]
  const feeds = body.feeds?.feeds === 'members' ? { ...body.feeds, key: field } : body.feeds
  return withField({ ...body, key: keyed, feeds }, field, { required: true })
}

/** The source with a field taken out of a place. */
export function take(body: SourceBody, field: string, slot: Slot): SourceBody {
  if (slot.startsWith('d:')) return withType(body, field, 'text')
  if (body.feeds && isPeople(slot)) {
    const feeds = Object.fromEntries(Object.entries(body.feeds).filter(([word]) => word !== slot))
    return { ...body, feeds: feeds as unknown as FeedsBody }
  }
  if (slot === 'time') return { ...body, time: undefined }
  return { ...body, key: body.key.filter((one) => one !== field) }
}

function asDate(body: SourceBody, field: string): SourceBody {
  const { type } = body.fields[field] ?? {}
  return type === 'date' || type === 'datetime' ? body : withType(body, field, 'date')
}

/** What a row of a source is: a fact, a person, or a member of a dimension (`members:customer`). */
export function kindOf(body: SourceBody): string {
  const { feeds } = body
  if (!feeds) return 'facts'
  return feeds.feeds === 'members' ? `members:${feeds.dimension ?? ''}` : feeds.feeds
}

/** The source with rows that are something else. */
export function withKind(body: SourceBody, kind: string): SourceBody {
  const [key = Object.keys(body.fields)[0] ?? ''] = body.key
  const plain = { ...body, feeds: undefined }
  if (kind === 'people') return { ...plain, key: [key], time: undefined, feeds: { feeds: 'people', number: key } }
  if (!kind.startsWith('members:')) return plain
  return { ...plain, key: [key], time: undefined, feeds: { feeds: 'members', dimension: kind.slice(8), key } }
}
