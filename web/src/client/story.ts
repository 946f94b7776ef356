import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { acts } from './acts'
import { api, told } from './index'
import { useMay, useMe } from './me'

export type Step = 'day' | 'week'

/** Milliseconds between two looks while time passes, should news not arrive. */
const PATIENCE = 5_000

const storyQuery = queryOptions({
  queryKey: ['story'],
  queryFn: () => told(api.GET('/api/v1/story')),
  refetchInterval: ({ state }) => (state.data?.under_way ? PATIENCE : false),
})

/** Whether the viewer may let time pass here: in an example company, and nowhere else. */
export function useTellsStory(): boolean {
  const { data } = useMe()
  const may = useMay(acts.goOn)
  return may && (data?.world.example ?? false)
}

/** Whether time is passing, and how many files came in by that. */
export const useStory = () => useQuery(storyQuery)

/** Lets a day or a week pass; the answer comes at once, the facts after it. */
export function useGoOn() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (by: Step) => told(api.POST('/api/v1/story', { body: { by } })),
    onSuccess: (story) => client.setQueryData(storyQuery.queryKey, story),
  })
}
