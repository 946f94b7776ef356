import type { EntityRef, Located } from './studio'

/** The page of an entity. */
export function placeOf({ kind, id }: { kind: string; id: string }): string {
  const known = encodeURIComponent(id)
  if (kind === 'metric') return `/studio/metrics/${known}`
  if (kind === 'source') return `/sources/${known}`
  return `/studio/${kind}/${known}`
}

/** The field that is at fault, on the page of its entity. */
export function placeOfFault({ kind, id, path }: Located): string {
  const field = path.length > 0 ? `?field=${encodeURIComponent(path.join('.'))}` : ''
  return placeOf({ kind, id }) + (kind === 'metric' ? field : '')
}

export const sameEntity = (one: Pick<EntityRef, 'kind' | 'id'>, other: { kind: string; id: string }) =>
  one.kind === other.kind && one.id === other.id
