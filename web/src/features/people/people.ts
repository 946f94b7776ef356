import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'

import { api, told } from '@/client'
import type { paths } from '@/client/schema'
import type { ListQuery } from '@/client/types'

export interface PeopleAsked extends ListQuery {
  unit?: string
  position?: string
  day?: string
}

type Query = paths['/api/v1/people']['get']['parameters']['query'] // the address is anybody's text; the server checks it

const peopleQuery = (query: PeopleAsked) =>
  queryOptions({
    queryKey: ['people', 'list', query],
    queryFn: () => told(api.GET('/api/v1/people', { params: { query: query as Query } })),
    placeholderData: keepPreviousData,
  })

const personQuery = (number: string) =>
  queryOptions({
    queryKey: ['people', number],
    queryFn: () => told(api.GET('/api/v1/people/{number}', { params: { path: { number } } })),
  })

/** People by unit, position, day and name. */
export const usePeople = (query: PeopleAsked) => useQuery(peopleQuery(query))
/** One person with all posts. */
export const usePerson = (number: string) => useQuery(personQuery(number))
