import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { api, told } from '@/client'
import type { components } from '@/client/schema'

interface Asked {
  page?: number
  page_size?: number
  q?: string
}

const accountsQuery = (query: Asked) =>
  queryOptions({
    queryKey: ['accounts', 'list', query],
    queryFn: () => told(api.GET('/api/v1/accounts', { params: { query } })),
    placeholderData: keepPreviousData,
  })
const grantsQuery = queryOptions({ queryKey: ['accounts', 'grants'], queryFn: () => told(api.GET('/api/v1/grants')) })
const matrixQuery = queryOptions({
  queryKey: ['accounts', 'matrix'],
  queryFn: () => told(api.GET('/api/v1/access/matrix')),
  staleTime: Infinity,
})

/** Everybody with an account. */
export const useAccounts = (query: Asked) => useQuery(accountsQuery(query))
/** Roles that were given. */
export const useGrants = () => useQuery(grantsQuery)
/** What every role may see. */
export const useMatrix = () => useQuery(matrixQuery)

function useChange<Given, Answer>(change: (asked: Given) => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: change, onSuccess: () => client.invalidateQueries({ queryKey: ['accounts'] }) })
}

export const useOpenAccount = () =>
  useChange((body: components['schemas']['AccountIn']) => told(api.POST('/api/v1/accounts', { body })))

export const useEndAccount = () =>
  useChange((username: string) => told(api.POST('/api/v1/accounts/{username}/end', { params: { path: { username } } })))

export const useNewPassword = () =>
  useChange((username: string) =>
    told(api.POST('/api/v1/accounts/{username}/password', { params: { path: { username } } })),
  )

export const useGrant = () =>
  useChange((body: components['schemas']['GrantIn']) => told(api.POST('/api/v1/grants', { body })))

export const useRevoke = () =>
  useChange((grant: number) => told(api.DELETE('/api/v1/grants/{grant}', { params: { path: { grant } } })))
