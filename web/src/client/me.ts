import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { api, told } from './index'
import type { Me } from './types'

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => told(api.GET('/api/v1/me')),
  staleTime: 5 * 60_000,
})

/** Who is signed in, what they may see, and where the world's clock stands. */
export const useMe = () => useQuery(meQuery)

/** Whether the viewer may call an endpoint, by its name. */
export function useMay(act: string): boolean {
  const { data } = useMe()
  return data?.acts.includes(act) ?? false
}

/** Changes the viewer's language or theme; shown at once, taken back if refused. */
export function useChangeMe() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (change: Partial<Pick<Me, 'language' | 'theme'>>) => told(api.PATCH('/api/v1/me', { body: change })),
    onMutate: (change) => {
      const before = client.getQueryData(meQuery.queryKey)
      client.setQueryData(meQuery.queryKey, (me) => me && { ...me, ...change })
      return before
    },
    onError: (_error, _change, before) => client.setQueryData(meQuery.queryKey, before),
    onSuccess: (me) => client.setQueryData(meQuery.queryKey, me),
  })
}
