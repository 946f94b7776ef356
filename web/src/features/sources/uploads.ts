import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { api, told } from '@/client'
import type { components } from '@/client/schema'

import { asJson, type DimensionBody, type SourceBody } from './body/types'
import type { Correction } from './types'

const PATIENCE = 700 // milliseconds between two looks at a file that is being loaded

function bodyOf(file: File): FormData {
  const body = new FormData()
  body.set('file', file)
  return body
}

/** Hands in a file; the answer says what it seems to be. */
export const sendFile = (file: File) =>
  told(api.POST('/api/v1/uploads', { body: { file: file.name }, bodySerializer: () => bodyOf(file) }))

/** Hands in a table that was copied. */
export const sendPasted = (text: string, name: string) =>
  told(api.POST('/api/v1/uploads/pasted', { body: { text, name } }))

export const uploadQuery = (upload: string, sheet = '') =>
  queryOptions({
    queryKey: ['uploads', upload, sheet],
    queryFn: () => told(api.GET('/api/v1/uploads/{upload}', { params: { path: { upload }, query: { sheet } } })),
    refetchInterval: ({ state }) => (state.data?.state === 'loading' ? PATIENCE : false),
  })

/** A file that was handed in, followed while it is loaded. */
export const useUpload = (upload: string, sheet = '') =>
  useQuery({ ...uploadQuery(upload, sheet), placeholderData: keepPreviousData })

interface Tried {
  source: SourceBody
  dimensions: DimensionBody[]
  corrections: Correction[]
  replace: Record<string, Record<string, string>>
  sheet: string | null
}

/** What loading a file would do, the source being as it stands on the page; the last answer stays until the next. */
export const usePreview = (upload: string, tried: Tried | null) =>
  useQuery({
    queryKey: ['uploads', upload, 'preview', tried],
    queryFn: ({ signal }) => {
      const { source, dimensions, corrections, replace, sheet } = tried as Tried
      const body = { source: asJson(source), dimensions: dimensions.map(asJson), corrections, replace, sheet }
      return told(api.POST('/api/v1/uploads/{upload}/preview', { params: { path: { upload } }, body, signal }))
    },
    enabled: tried !== null,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 60_000,
  })

/** Loads a file into a published source; the answer comes at once, the rows after it. */
export function useLoad(upload: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: components['schemas']['LoadIn']) =>
      told(api.POST('/api/v1/uploads/{upload}/load', { params: { path: { upload } }, body })),
    onSuccess: (answer) => {
      client.setQueriesData(
        { queryKey: ['uploads', upload], predicate: ({ queryKey }) => queryKey.length === 3 },
        answer,
      )
    },
  })
}
