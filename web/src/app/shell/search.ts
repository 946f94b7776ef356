import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'

import { api, told } from '@/client'

const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ['search', q],
    queryFn: () => told(api.GET('/api/v1/search', { params: { query: { q } } })),
    enabled: q !== '',
    placeholderData: keepPreviousData,
  })

/** People, units and metrics by name, 拼音 or number. */
export const useSearch = (q: string) => useQuery(searchQuery(q))
