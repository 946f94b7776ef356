import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { acts } from './acts'
import { api, told } from './index'
import { useMay } from './me'
import type { components } from './schema'

type Schemas = components['schemas']
export type StartState = Schemas['StartOut']
export type Todo = Schemas['Todo']

const PATIENCE = 1_000 // milliseconds between two looks while the sample is loaded

const startQuery = queryOptions({
  queryKey: ['start'],
  queryFn: () => told(api.GET('/api/v1/start')),
  refetchInterval: ({ state }) => (state.data?.work ? PATIENCE : false),
})

const samplesQuery = queryOptions({
  queryKey: ['start', 'samples'],
  queryFn: () => told(api.GET('/api/v1/start/samples', { params: { query: { industry: '' } } })),
  staleTime: Infinity,
})

/** Workbooks of invented companies to try the product with. */
export const useStartSamples = (enabled = true) =>
  useQuery({ ...samplesQuery, enabled: useMay(acts.startSamples) && enabled })

/** How far the company is set up; followed while something is under way. */
export const useStart = () => useQuery({ ...startQuery, enabled: useMay(acts.start) })

/** Sets the company up. Afterwards everything may be another: who one is, what one may see, what there is. */
export function useBegin() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Schemas['StartIn']) => told(api.POST('/api/v1/start', { body })),
    onSuccess: (answer) => {
      client.setQueryData(startQuery.queryKey, answer)
      return client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'start' })
    },
  })
}
