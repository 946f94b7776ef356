import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'

import { api, told } from '@/client'
import type { components } from '@/client/schema'

import { asDimension, asJson, type DimensionBody, type SourceBody } from './body/types'

export type Entity = components['schemas']['EntityOut']
type Kind = 'source' | 'dimension'

const readEntity = (kind: Kind, entity: string) =>
  told(api.GET('/api/v1/draft/entities/{kind}/{entity}', { params: { path: { kind, entity } } }))

const entityQuery = (entity: string) =>
  queryOptions({
    queryKey: ['draft', 'source', entity],
    queryFn: () => readEntity('source', entity),
    enabled: entity !== '',
  })

/** A source as the draft has it. */
export const useDraftSource = (source: string) => useQuery(entityQuery(source))

const listDimensions = () => told(api.GET('/api/v1/draft/entities', { params: { query: { kind: 'dimension' } } }))

const dimensionsQuery = queryOptions({
  queryKey: ['draft', 'dimensions'],
  queryFn: async () => {
    const { items } = await listDimensions()
    return items.map(({ id, name }) => asDimension({ kind: 'dimension', id, name: name ?? { zh: id, en: id } }))
  },
})

/** The dimensions there are, as the draft has them. */
export const useDimensions = () => useQuery(dimensionsQuery)

export interface Saved {
  source: SourceBody
  /** The version of the draft that was taken up, 0 for a source that is new. */
  version: number
  dimensions: DimensionBody[]
  note: string
}

type Versions = Map<string, number>

/** Saves a source and the dimensions it brings along into the draft, and publishes these alone. */
async function publish({ source, version, dimensions, note }: Saved, versions: Versions) {
  const only = [{ kind: 'source' as Kind, id: source.id }]
  const { items } = await listDimensions()
  for (const dimension of dimensions) {
    const standing = items.find(({ id }) => id === dimension.id)?.standing
    if (standing === undefined) await save('dimension', dimension, 0)
    if (standing !== 'live') only.push({ kind: 'dimension', id: dimension.id })
  }
  const saved = await save('source', source, versions.get(source.id) ?? version)
  versions.set(source.id, saved.version)
  return told(api.POST('/api/v1/draft/publish', { body: { only, note, effective: null } }))
}

const save = (kind: Kind, body: SourceBody | DimensionBody, version: number) =>
  told(
    api.POST('/api/v1/draft/entities/{kind}/{entity}', {
      params: { path: { kind, entity: body.id } },
      body: { body: asJson(body), version },
    }),
  )

const MOVED = ['draft', 'sources', 'forms', 'metrics', 'start']

/** Publishes a source; refused (409) where somebody else saved another version of it meanwhile. */
export function usePublish() {
  const client = useQueryClient()
  const versions = useRef<Versions>(new Map())
  return useMutation({
    mutationFn: (saved: Saved) => publish(saved, versions.current),
    onSettled: () => Promise.all(MOVED.map((key) => client.invalidateQueries({ queryKey: [key] }))),
  })
}
