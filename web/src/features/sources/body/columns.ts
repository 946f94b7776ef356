import type { Text } from '@/client/types'

import type { FieldBody, FieldType, SourceBody } from './types'

/** The field that a heading fills, if any. */
export function fieldAt(body: SourceBody, heading: string): string | undefined {
  const fields = Object.entries(body.fields)
  const own = fields.find(([id, field]) => (field.column ?? id) === heading)
  return (own ?? fields.find(([, field]) => field.also?.includes(heading)))?.[0]
}

/** The heading of a field. */
export const headingOf = (body: SourceBody, field: string) => body.fields[field]?.column ?? field

/** The source with a field changed; what is undefined goes. */
export function withField(body: SourceBody, id: string, change: Partial<FieldBody>): SourceBody {
  const field: Record<string, unknown> = { ...body.fields[id], ...change }
  const kept = Object.fromEntries(Object.entries(field).filter(([, value]) => value !== undefined)) as FieldBody
  return { ...body, fields: { ...body.fields, [id]: kept } }
}

/** The source with a column that holds something else now; what belonged to the old type goes with it. */
export function withType(body: SourceBody, id: string, type: FieldType, dimension?: string): SourceBody {
  const number = type === 'number' || type === 'integer'
  const date = type === 'date' || type === 'datetime'
  const field = body.fields[id] ?? {}
  const money = field.type === 'money'
  return withField(body, id, {
    type,
    dimension: type === 'subject' ? dimension : undefined,
    choices: type === 'choice' ? (field.choices ?? []) : undefined,
    unit: type === 'money' || (number && !money) ? field.unit : undefined,
    formats: date ? field.formats : undefined,
  })
}

/** The source with a column of a file as a field of its own. */
export function withColumn(body: SourceBody, heading: string, field: FieldBody, proposed?: string): SourceBody {
  const id = freeId(body, proposed ?? idOf(heading, 'field'))
  const own = heading === id ? field : { ...field, column: heading }
  return { ...body, fields: { ...body.fields, [id]: own } }
}

/** The source without a field, wherever it stood. */
export function withoutField(body: SourceBody, id: string): SourceBody {
  const fields = { ...body.fields }
  Reflect.deleteProperty(fields, id)
  const feeds = body.feeds && Object.fromEntries(Object.entries(body.feeds).filter(([, value]) => value !== id))
  return {
    ...body,
    fields,
    key: body.key.filter((one) => one !== id),
    time: body.time === id ? undefined : body.time,
    feeds: feeds as SourceBody['feeds'],
  }
}

interface Renaming {
  field: string
  column: string
  heading: string
}

/** The source with columns that bear new names; the old ones are still understood. */
export function withRenamed(body: SourceBody, renamed: readonly Renaming[]): SourceBody {
  return renamed.reduce((before, { field, column, heading }) => {
    const also = (before.fields[field]?.also ?? []).filter((one) => one !== heading && one !== column)
    return withField(before, field, { column: heading, also: [...also, column] })
  }, body)
}

/** An id out of the ASCII letters of a name: `Close date` → `close_date`. */
export function idOf(name: string, otherwise: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '')
  return plain.slice(0, 63) || otherwise
}

/** An id that no other field has. */
export function freeId(body: Pick<SourceBody, 'fields'>, wanted: string): string {
  let id = wanted
  for (let count = 2; id in body.fields; count += 1) id = `${wanted}_${count}`
  return id
}

/** The name of a field, or its heading. */
export const nameOf = (body: SourceBody, id: string): Text => {
  const heading = headingOf(body, id)
  return body.fields[id]?.name ?? { zh: heading, en: heading }
}
