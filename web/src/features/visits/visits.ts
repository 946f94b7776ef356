import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'

import { api, told } from '@/client'
import type { ListQuery } from '@/client/types'

interface Asked extends ListQuery {
  about?: string
  act?: string
  from?: string
  to?: string
}

const visitsQuery = (query: Asked) =>
  queryOptions({
    queryKey: ['visits', query],
    queryFn: () => told(api.GET('/api/v1/visits', { params: { query } })),
    placeholderData: keepPreviousData,
  })

/** The access log. */
export const useVisits = (query: Asked) => useQuery(visitsQuery(query))
