import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { api, told } from '@/client'
import type { ListQuery } from '@/client/types'

const sessionsQuery = queryOptions({
  queryKey: ['me', 'sessions'],
  queryFn: () => told(api.GET('/api/v1/me/sessions')),
})
const tokensQuery = queryOptions({ queryKey: ['me', 'tokens'], queryFn: () => told(api.GET('/api/v1/me/tokens')) })
const visitsQuery = (query: ListQuery) =>
  queryOptions({
    queryKey: ['me', 'visits', query],
    queryFn: () => told(api.GET('/api/v1/me/visits', { params: { query } })),
    placeholderData: keepPreviousData,
  })

/** Where the viewer is signed in. */
export const useSessions = () => useQuery(sessionsQuery)
/** The viewer's keys for programs. */
export const useTokens = () => useQuery(tokensQuery)
/** Who looked at the viewer. */
export const useOwnVisits = (query: ListQuery) => useQuery(visitsQuery(query))

function useChange<Asked, Answer>(change: (asked: Asked) => Promise<Answer>, queryKey: readonly string[]) {
  const client = useQueryClient()
  return useMutation({ mutationFn: change, onSuccess: () => client.invalidateQueries({ queryKey }) })
}

export const useEndSession = () =>
  useChange(
    (session: number) => told(api.DELETE('/api/v1/me/sessions/{session}', { params: { path: { session } } })),
    sessionsQuery.queryKey,
  )

export interface TokenAsked {
  name: string
  scopes: string[]
  days: number
}

export const useMakeToken = () =>
  useChange((body: TokenAsked) => told(api.POST('/api/v1/me/tokens', { body })), tokensQuery.queryKey)

export const useDropToken = () =>
  useChange(
    (token: number) => told(api.DELETE('/api/v1/me/tokens/{token}', { params: { path: { token } } })),
    tokensQuery.queryKey,
  )
