import { freeId, idOf } from '../body/columns'
import type { FieldBody, FieldType, SourceBody } from '../body/types'

export const ANSWERS = [
  'text',
  'choice',
  'number',
  'money',
  'integer',
  'boolean',
  'date',
  'datetime',
  'evidence',
] as const
export type Answer = (typeof ANSWERS)[number]

/** A question of a form while it is being made. */
export interface Row {
  key: string
  zh: string
  en: string
  answer: Answer
  required: boolean
  choices: string[]
  unit: string
}

export interface FormDraft {
  zh: string
  en: string
  about: string
  id: string
  /** The id where the name has no letters for one. */
  otherwise: string
  owner: string
  units: string[]
  positions: string[]
  rows: Row[]
}

const typeOf = (answer: Answer): FieldType => (answer === 'evidence' ? 'text' : answer)
const counted = (answer: Answer) => answer === 'number' || answer === 'money' || answer === 'integer'

function fieldOf({ zh, en, answer, required, choices, unit }: Row): FieldBody {
  return {
    type: typeOf(answer),
    name: { zh, en: en || zh },
    ...(required && { required }),
    ...(answer === 'choice' && { choices }),
    ...(counted(answer) && unit && { unit }),
  }
}

/** The fields of a form, each with an id of its own; a file that is shown is always called `evidence`. */
export function fieldsOf(rows: readonly Row[]): Record<string, FieldBody> {
  const taken: Pick<SourceBody, 'fields'> = { fields: { id: {}, at: {}, by: {} } }
  const fields: Record<string, FieldBody> = {}
  for (const [at, row] of rows.entries()) {
    const id = freeId(taken, row.answer === 'evidence' ? 'evidence' : idOf(row.en || row.zh, `field_${at + 1}`))
    fields[id] = taken.fields[id] = fieldOf(row)
  }
  return fields
}

/** A form as a source that people tell, with what the product stamps by itself. */
export function sourceOf(form: FormDraft): SourceBody {
  const { zh, en, about, id, otherwise, owner, units, positions, rows } = form
  const tellers = { ...(units.length > 0 && { units }), ...(positions.length > 0 && { positions }) }
  return {
    kind: 'source',
    id: id || idOf(en || zh, otherwise),
    name: { zh, en: en || zh },
    ...(about && { description: { zh: about, en: about } }),
    system: '准绳',
    ...(owner && { owner }),
    told_by: 'people',
    key: ['id'],
    time: 'at',
    fields: {
      id: { required: true, name: { zh: '编号', en: 'Number' } },
      at: { type: 'datetime', name: { zh: '填写时间', en: 'Filled in at' } },
      by: { type: 'subject', dimension: 'person', name: { zh: '填写人', en: 'Filled in by' } },
      ...fieldsOf(rows),
    },
    ...(Object.keys(tellers).length > 0 && { tellers }),
  }
}

let made = 0

/** A question that is still empty. */
export const freshRow = (answer: Answer = 'text'): Row => ({
  key: `row-${(made += 1)}`,
  zh: '',
  en: '',
  answer,
  required: true,
  choices: [],
  unit: '',
})
