import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { api, told } from '@/client'
import type { components } from '@/client/schema'

type Schemas = components['schemas']
export type Entity = Schemas['EntityOut']
export type EntityHead = Schemas['EntityHead']
export type EntityRef = Schemas['EntityRef']
export type Kind = Entity['kind']
export type Standing = Entity['standing']
export type Located = Schemas['Located']
export type ChangeSaid = Schemas['ChangeSaid']
export type Draft = Schemas['DraftOut']
export type Asked = Schemas['Asked']
export type Published = Schemas['PublishOut']
export type Present = Schemas['Present']
export type ReleaseHead = Schemas['ReleaseHead']
export type Tried = Schemas['Tried']
export type TriedRow = Schemas['TriedRow']
export type TriedPoint = Schemas['TriedPoint']
export type Touched = Schemas['Touched']
export type Picture = Schemas['SourcePicture']
export type FieldPicture = Schemas['FieldPicture']
export type Body = NonNullable<Entity['body']>

/** Kinds in the order in which they are listed. */
export const KINDS: Kind[] = ['metric', 'source', 'dimension', 'commitment', 'calendar', 'settings']

/** How often the draft is looked at again, milliseconds: others may be in it. */
const BEAT = 10_000

export const entityKey = (kind: Kind, id: string) => ['studio', 'entity', kind, id] as const
export const reference = ({ kind, id }: { kind: string; id: string }) => `${kind}/${id}`

const draftQuery = queryOptions({
  queryKey: ['studio', 'draft'],
  queryFn: () => told(api.GET('/api/v1/draft')),
  refetchInterval: BEAT * 3,
})

const entitiesQuery = (kind: Kind | '') =>
  queryOptions({
    queryKey: ['studio', 'entities', kind],
    queryFn: () => told(api.GET('/api/v1/draft/entities', { params: { query: { kind } } })),
    placeholderData: keepPreviousData,
  })

export const readEntity = (kind: Kind, entity: string) =>
  told(api.GET('/api/v1/draft/entities/{kind}/{entity}', { params: { path: { kind, entity } } }))

const entityQuery = (kind: Kind, id: string) =>
  queryOptions({ queryKey: entityKey(kind, id), queryFn: () => readEntity(kind, id) })

const pictureQuery = (source: string) =>
  queryOptions({
    queryKey: ['sources', source, 'picture'],
    queryFn: () => told(api.GET('/api/v1/sources/{source}/picture', { params: { path: { source } } })),
    staleTime: 5 * 60_000,
    retry: false,
  })

/** What of the draft differs from what is published, and what is wrong with it. */
export const useDraft = () => useQuery(draftQuery)
/** Entities as the draft has them. */
export const useEntities = (kind: Kind | '' = '') => useQuery(entitiesQuery(kind))
/** One entity as the draft has it; looked at again and again while somebody else is at it. */
export const useEntity = (kind: Kind, id: string, enabled = true, shared = false) =>
  useQuery({ ...entityQuery(kind, id), enabled, refetchInterval: shared ? BEAT : false })
/** What stands in the fields of a source. */
export const usePicture = (source: string) => useQuery({ ...pictureQuery(source), enabled: source !== '' })

interface TriedAsked {
  period?: string
  grain?: 'day' | 'week' | 'month' | 'quarter'
  page?: number
  page_size?: number
}

/** A metric's numbers as they are and by the draft. `version`: of the draft, so that every save asks anew. */
export const useTried = (metric: string, asked: TriedAsked, version: number, enabled: boolean) =>
  useQuery({
    queryKey: ['studio', 'tried', metric, asked, version],
    queryFn: () =>
      told(api.GET('/api/v1/draft/metrics/{metric}/tried', { params: { path: { metric }, query: asked } })),
    placeholderData: (before, query) => (query?.queryKey[2] === metric ? before : undefined),
    enabled,
    retry: false,
  })

/** What the draft would have changed last quarter. `mark`: of the draft, so that every change asks anew. */
export const useWhatIf = (mark: string, enabled: boolean) =>
  useQuery({
    queryKey: ['studio', 'whatif', mark],
    queryFn: () => told(api.GET('/api/v1/draft/whatif')),
    placeholderData: keepPreviousData,
    enabled,
    retry: false,
  })

/** Says where the caller is in the draft, and who else is in it; again and again while the page is open. */
export const usePresence = (kind: Kind | null, id: string | null, enabled: boolean) =>
  useQuery({
    queryKey: ['studio', 'presence', kind, id],
    queryFn: () => told(api.POST('/api/v1/draft/presence', { body: { kind, id, leaving: false } })),
    refetchInterval: BEAT,
    staleTime: 0,
    gcTime: 0,
    placeholderData: keepPreviousData,
    retry: false,
    enabled,
  })

/** Tells that the caller is no longer in the draft; heard even while the page closes. */
export function leave(): void {
  void api
    .POST('/api/v1/draft/presence', { body: { kind: null, id: null, leaving: true }, keepalive: true })
    .catch(() => undefined)
}

/** Asks again for everything that the draft or the releases tell. */
export function useRefresh() {
  const client = useQueryClient()
  return () =>
    Promise.all(
      [['studio'], ['metrics'], ['sources']].map((queryKey) =>
        client.invalidateQueries({ queryKey, predicate: ({ queryKey: key }) => key[1] !== 'presence' }),
      ),
    )
}

export type Act = 'remove' | 'discard' | 'undo' | 'redo'
const ACTS = {
  remove: '/api/v1/draft/entities/{kind}/{entity}/remove',
  discard: '/api/v1/draft/entities/{kind}/{entity}/discard',
  undo: '/api/v1/draft/entities/{kind}/{entity}/undo',
  redo: '/api/v1/draft/entities/{kind}/{entity}/redo',
} as const

/** Something done to an entity as a whole. */
export const actOn = (act: Act, kind: Kind, entity: string, version: number) =>
  told(api.POST(ACTS[act], { params: { path: { kind, entity } }, body: { version } }))

export const saveEntity = (kind: Kind, entity: string, body: Body, version: number) =>
  told(
    api.POST('/api/v1/draft/entities/{kind}/{entity}', { params: { path: { kind, entity } }, body: { body, version } }),
  )

/** A deed on an entity, after which everything is asked again. */
export function useAct(kind: Kind, id: string) {
  const client = useQueryClient()
  const refresh = useRefresh()
  return useMutation({
    mutationFn: ({ act, version }: { act: Act; version: number }) => actOn(act, kind, id, version),
    onSuccess: (entity) => {
      client.setQueryData(entityKey(kind, id), entity)
      return refresh()
    },
  })
}
