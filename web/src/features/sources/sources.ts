import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { api, told } from '@/client'
import type { components } from '@/client/schema'
import type { ListQuery } from '@/client/types'

import type { Match } from './types'

type Schemas = components['schemas']

const FEW = 12
const MOST = 200
const PATIENCE = 1_000 // milliseconds between two looks at a batch that is not settled yet

const listQuery = (query: ListQuery) =>
  queryOptions({
    queryKey: ['sources', 'list', query],
    queryFn: () => told(api.GET('/api/v1/sources', { params: { query } })),
    placeholderData: keepPreviousData,
  })

export const sourceQuery = (source: string) =>
  queryOptions({
    queryKey: ['sources', source],
    queryFn: () => told(api.GET('/api/v1/sources/{source}', { params: { path: { source } } })),
  })

const pictureQuery = (source: string) =>
  queryOptions({
    queryKey: ['sources', source, 'picture'],
    queryFn: () => told(api.GET('/api/v1/sources/{source}/picture', { params: { path: { source } } })),
  })

const receiptsQuery = (query: ListQuery & { source: string }) =>
  queryOptions({
    queryKey: ['sources', query.source, 'receipts', query],
    queryFn: () => told(api.GET('/api/v1/receipts', { params: { query } })),
    placeholderData: keepPreviousData,
  })

export interface WaitingAsked extends ListQuery {
  source: string
  code?: string
  field?: string
}

const waitingQuery = ({ source, ...query }: WaitingAsked) =>
  queryOptions({
    queryKey: ['sources', source, 'waiting', query],
    queryFn: () => told(api.GET('/api/v1/sources/{source}/waiting', { params: { path: { source }, query } })),
    placeholderData: keepPreviousData,
  })

const straysQuery = (source: string) =>
  queryOptions({
    queryKey: ['sources', source, 'strays'],
    queryFn: () =>
      told(
        api.GET('/api/v1/sources/{source}/strays', {
          params: { path: { source }, query: { page: 1, page_size: MOST } },
        }),
      ),
  })

const membersQuery = (dimension: string, q: string) =>
  queryOptions({
    queryKey: ['members', dimension, q],
    queryFn: () =>
      told(
        api.GET('/api/v1/dimensions/{dimension}/members', {
          params: { path: { dimension }, query: { q, page: 1, page_size: FEW } },
        }),
      ),
    placeholderData: keepPreviousData,
  })

/** The sources, those that need somebody first. */
export const useSources = (query: ListQuery) => useQuery(listQuery(query))
/** One source with its fields. */
export const useSource = (source: string) => useQuery(sourceQuery(source))
/** The facts of a source at a glance. */
export const usePicture = (source: string) => useQuery(pictureQuery(source))
/** What became of each batch. */
export const useReceipts = (query: ListQuery & { source: string }) => useQuery(receiptsQuery(query))
/** Rows in quarantine. */
export const useWaiting = (query: WaitingAsked) => useQuery(waitingQuery(query))
/** Values outside their list. */
export const useStrays = (source: string) => useQuery(straysQuery(source))
/** Members of a dimension by name; asked for only where somebody looks for one. */
export const useMembers = (dimension: string, q: string, enabled: boolean) =>
  useQuery({ ...membersQuery(dimension, q), enabled })

/** The receipt of a batch, followed until every row is accounted for. */
export const useReceipt = (batch: number) =>
  useQuery({
    queryKey: ['receipts', batch],
    queryFn: () => told(api.GET('/api/v1/receipts/{batch}', { params: { path: { batch } } })),
    refetchInterval: ({ state }) => (state.data?.state === 'accepted' ? PATIENCE : false),
  })

function useChange<Asked, Answer>(change: (asked: Asked) => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: () => Promise.all(['sources', 'receipts'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  })
}

/** Mends rows in quarantine and reads them again. */
export const useRedo = (source: string) =>
  useChange((body: Schemas['RedoIn']) =>
    told(api.POST('/api/v1/sources/{source}/redo', { params: { path: { source } }, body })),
  )

/** Gives rows in quarantine up: these, or all. */
export const useDrop = (source: string) =>
  useChange((ids: number[] | null) =>
    told(api.POST('/api/v1/sources/{source}/drop', { params: { path: { source } }, body: { ids } })),
  )

/** Takes a batch out of the numbers. */
export const useWithdraw = () =>
  useChange((batch: number) => told(api.POST('/api/v1/receipts/{batch}/withdraw', { params: { path: { batch } } })))

/** Says which member a value means. */
export const useMatch = () => useChange((body: Match) => told(api.POST('/api/v1/matches', { body })))

/** Takes back what a value was said to mean. */
export const useUndoMatch = () => useChange((body: Match) => told(api.POST('/api/v1/matches/undo', { body })))
