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

const samplesQuery = queryOptions({
  queryKey: ['samples'],
  queryFn: () => told(api.GET('/api/v1/story/files')),
})

/** Whether the viewer may do this here: in an example company, and nowhere else. */
function useInExample(act: string): boolean {
  const { data } = useMe()
  const may = useMay(act)
  return may && (data?.world.example ?? false)
}

/** Whether the viewer may let time pass here. */
export const useTellsStory = () => useInExample(acts.goOn)
/** Whether there are files here for the viewer to try uploads with. */
export const useHasSamples = () => useInExample(acts.samples)

/** The files there are to try uploads with; none where the viewer has no use for them. */
export const useSamples = () => useQuery({ ...samplesQuery, enabled: useHasSamples() })

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
