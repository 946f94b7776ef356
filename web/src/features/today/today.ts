import { queryOptions, useQuery } from '@tanstack/react-query'

import { api, told } from '@/client'

const todayQuery = queryOptions({ queryKey: ['today'], queryFn: () => told(api.GET('/api/v1/today')) })

/** What matters today: a sentence, my numbers, my team's. */
export const useToday = () => useQuery(todayQuery)
