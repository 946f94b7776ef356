import { keepPreviousData, queryOptions, useMutation, useQuery } from '@tanstack/react-query'

import { api, told } from '@/client'

import { useRefresh } from '../studio'

const releasesQuery = (page: number, size: number) =>
  queryOptions({
    queryKey: ['studio', 'releases', page],
    queryFn: () => told(api.GET('/api/v1/releases', { params: { query: { page, page_size: size } } })),
    placeholderData: keepPreviousData,
  })

const releaseQuery = (number: number) =>
  queryOptions({
    queryKey: ['studio', 'release', number],
    queryFn: () => told(api.GET('/api/v1/releases/{number}', { params: { path: { number } } })),
  })

/** The history, newest first. */
export const useReleases = (page: number, size: number) => useQuery(releasesQuery(page, size))
/** What a release changed. */
export const useRelease = (number: number) => useQuery(releaseQuery(number))

/** Publishes an earlier release anew. */
export function useRestore() {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: ({ number, ...body }: { number: number; note: string; effective: string | null }) =>
      told(api.POST('/api/v1/releases/{number}/restore', { params: { path: { number } }, body })),
    onSuccess: refresh,
  })
}

/** Takes files of a blueprint into the draft. */
export function useImport() {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: (file: File) =>
      told(
        api.POST('/api/v1/draft/import', {
          body: { file: file.name },
          bodySerializer: () => {
            const body = new FormData()
            body.set('file', file)
            return body
          },
        }),
      ),
    onSuccess: refresh,
  })
}
