import { queryOptions, useQuery } from '@tanstack/react-query'

import { api, told } from '@/client'

const todayQuery = queryOptions({ queryKey: ['today'], queryFn: () => told(api.GET('/api/v1/today')) })

const setupQuery = queryOptions({ queryKey: ['setup'], queryFn: () => told(api.GET('/api/v1/setup')) })

/** How far the company is set up. */
export const useSetup = () => useQuery(setupQuery)

/** What matters today: a sentence, my numbers, my team's. */
export const useToday = () => useQuery(todayQuery)
