import { queryOptions, useQuery } from '@tanstack/react-query'

import { api, told } from '@/client'

const unitsQuery = queryOptions({
  queryKey: ['units'],
  queryFn: () => told(api.GET('/api/v1/units')),
  staleTime: 300_000,
})

/** The tree of units, flat. */
export const useUnits = () => useQuery(unitsQuery)
