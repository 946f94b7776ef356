import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'

import { sendFile, sendPasted, uploadQuery } from '../uploads'
import { putBy } from './tray'

/** What somebody hands in: files, or a table that was copied. */
export type Handed = { files: File[] } | { text: string; name: string }

async function send(handed: Handed) {
  if ('text' in handed) return [await sendPasted(handed.text, handed.name)]
  const sent = []
  for (const file of handed.files) {
    const upload = await sendFile(file)
    putBy(upload)
    sent.push(upload)
  }
  return sent
}

/** Hands files in one after the other; a single one is opened at once, several wait on the list. */
export function useHandIn(into?: string) {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: send,
    onSuccess: (sent) => {
      for (const upload of sent) {
        putBy(upload)
        client.setQueryData(uploadQuery(upload.id).queryKey, upload)
      }
      const [first] = sent
      if (!first || sent.length > 1) return
      void navigate(`/sources/new?upload=${first.id}${into ? `&source=${encodeURIComponent(into)}` : ''}`)
    },
  })
}
