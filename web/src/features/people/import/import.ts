import { useMutation, useQueryClient } from '@tanstack/react-query'

import { api, told } from '@/client'

interface Chosen {
  file: File
  effective: string | undefined
}

/** A multipart body; the generator types its file as text. */
function bodyOf({ file, effective }: Chosen): FormData {
  const body = new FormData()
  body.set('file', file)
  if (effective) body.set('effective', effective)
  return body
}

/** What a list would change, before anything is loaded. */
export const usePreview = () =>
  useMutation({
    mutationFn: (chosen: Chosen) =>
      told(
        api.POST('/api/v1/people/import/preview', {
          body: { file: chosen.file.name },
          bodySerializer: () => bodyOf(chosen),
        }),
      ),
  })

/** Loads a previewed list; `partly` leaves out the rows that could not be read. */
export function useLoad() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (asked: { token: string; partly: boolean }) => told(api.POST('/api/v1/people/import', { body: asked })),
    onSuccess: () => Promise.all(['people', 'units'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  })
}
