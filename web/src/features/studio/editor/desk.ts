import { createContext, useContext, useMemo } from 'react'

import { asTrouble } from '@/client/trouble'
import type { Text } from '@/client/types'

import { type FieldPicture, type Located, type Picture, useEntity, usePicture } from '../studio'
import { isMoment, isNumber } from '../conditions'
import type { MetricBody, Path, Takes } from './body'

/** A field of the source that a metric reads, with what stands in it where that is known. */
export interface Field {
  id: string
  name: Text
  type: string
  dimension: string | null
  unit: string | null
  choices: string[]
  picture: FieldPicture | undefined
}

/** What the parts of the editor share. */
interface Desk {
  body: MetricBody
  faults: Located[]
  /** The metric may not be changed by the reader. */
  shut: boolean
  /** Whether it was ever published: then its id stays. */
  published: boolean
  fields: Field[]
  /** The source's own time, for what names none. */
  time: string | undefined
  picture: Picture | undefined
  change: (path: Path, value: unknown) => void
}

export const DeskContext = createContext<Desk | null>(null)

export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (!desk) throw new Error('only within an editor')
  return desk
}

export const fits = (field: { type: string }, takes: Takes) =>
  takes === 'any' || (takes === 'number' ? isNumber(field.type) : isMoment(field.type))

interface SourceField {
  name?: Text
  column?: string
  type?: string
  dimension?: string
  unit?: string
  choices?: string[]
}

/** The fields of a source as the draft has them, each with its picture as far as facts are there. */
export function useFields(source: string) {
  const entity = useEntity('source', source, source !== '')
  const picture = usePicture(source)
  const body = entity.data?.body ?? undefined
  const fields = useMemo(
    () => fieldsOf(body?.fields as Record<string, SourceField> | undefined, picture.data),
    [body, picture.data],
  )
  return {
    fields,
    time: (body?.time as string | undefined) ?? picture.data?.time ?? undefined,
    picture: picture.data,
    pending: entity.isLoading || picture.isLoading,
    trouble: picture.isError ? asTrouble(picture.error) : null,
  }
}

function fieldsOf(written: Record<string, SourceField> | undefined, picture: Picture | undefined): Field[] {
  const seen = new Map(picture?.fields.map((field) => [field.id, field]))
  const ids = written ? Object.keys(written) : [...seen.keys()]
  return ids.map((id) => {
    const own = written?.[id] ?? {}
    const drawn = seen.get(id)
    const heading = own.column ?? id
    return {
      id,
      name: own.name ?? drawn?.name ?? { zh: heading, en: heading },
      type: own.type ?? drawn?.type ?? 'text',
      dimension: own.dimension ?? drawn?.dimension ?? null,
      unit: own.unit ?? drawn?.unit ?? null,
      choices: own.choices ?? [],
      picture: drawn,
    }
  })
}

/** What is wrong with a field or anything below it. */
export const faultsAt = (faults: Located[], path: Path) =>
  faults.filter((fault) => path.every((key, index) => String(fault.path[index]) === String(key)))

/** Leads the eye and the keyboard to a field; to the one around it, where it has no control of its own. */
export function lead(path: Path): boolean {
  for (let length = path.length; length > 0; length -= 1) {
    const found = document.querySelector<HTMLElement>(`[data-path="${CSS.escape(path.slice(0, length).join('.'))}"]`)
    if (!found) continue
    const folded = found.closest('details')
    if (folded) folded.open = true
    found.scrollIntoView({ block: 'center', behavior: 'smooth' })
    found
      .querySelector<HTMLElement>('input:not([disabled]), textarea, [contenteditable="true"], button, [tabindex="0"]')
      ?.focus({ preventScroll: true })
    return true
  }
  return false
}
