import type { Text } from '@/client/types'

export const TYPES = ['text', 'choice', 'integer', 'number', 'money', 'boolean', 'date', 'datetime', 'subject'] as const
export type FieldType = (typeof TYPES)[number]
export const SCOPES = ['open', 'contact', 'pay'] as const
export type Sensitivity = (typeof SCOPES)[number]
export const RHYTHMS = ['day', 'week', 'month', 'quarter'] as const
export type Rhythm = (typeof RHYTHMS)[number]

/** A field of a source, in the shape of its file. */
export interface FieldBody {
  type?: FieldType
  name?: Text
  column?: string
  also?: string[]
  required?: boolean
  dimension?: string
  choices?: string[]
  unit?: string
  formats?: string[]
  reads?: Record<string, string>
  scope?: Sensitivity
}

/** Who is listed by a source that is a list. Every value but the first two names a field. */
export interface FeedsBody {
  feeds: 'people' | 'members' | 'leave' | 'roster' | 'on_call'
  dimension?: string
  number?: string
  key?: string
  label?: string
  unit?: string
  position?: string
  region?: string
  manager?: string
  starts?: string
  ends?: string
  create_managers?: boolean
}

/** A source in the shape of its file. */
export interface SourceBody {
  kind: 'source'
  id: string
  name: Text
  description?: Text | null
  system: string
  owner?: string | null
  key: string[]
  time?: string | null
  fields: Record<string, FieldBody>
  feeds?: FeedsBody | null
  files?: string[]
  every?: Rhythm | null
  told_by?: 'commitments' | 'people' | null
  tellers?: { units?: string[]; positions?: string[] }
}

/** A dimension in the shape of its file. */
export interface DimensionBody {
  kind: 'dimension'
  id: string
  name: Text
  listed?: boolean
}

/** What a form asks and the server takes is open JSON; the pages know its shape. */
export const asSource = (body: object): SourceBody => body as SourceBody
export const asDimension = (body: object): DimensionBody => body as DimensionBody
export const asJson = (body: SourceBody | DimensionBody): Record<string, unknown> => ({ ...body })
