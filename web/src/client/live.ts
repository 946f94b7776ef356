import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

import { api } from './index'

const MOVING = ['today', 'metrics']
/** Milliseconds: news of one moment are taken together; a stream that ended is opened again after a rest. */
const PATIENCE = 1_000
const REST = 15_000

/** Asks again for what is on the page when the server says that numbers may have moved.

 * `stands`: time passes here only when it is asked to, and then anything may have moved. */
export function useLive(stands: boolean): void {
  const client = useQueryClient()
  useEffect(() => {
    return listen(() => {
      if (stands) void client.invalidateQueries()
      else for (const key of MOVING) void client.invalidateQueries({ queryKey: [key] })
    })
  }, [client, stands])
}

/** Listens until it is told to stop; a ticket opens one stream, so each stream asks for a new one. */
function listen(moved: () => void): () => void {
  let stream: EventSource | undefined
  let waiting: ReturnType<typeof setTimeout> | undefined
  let over = false

  function rest() {
    stream?.close()
    if (!over) waiting = setTimeout(() => void open(), REST)
  }
  async function open() {
    const { data } = await api.GET('/api/v1/live').catch(() => ({ data: undefined }))
    if (over) return
    if (!data) {
      rest()
      return
    }
    stream = new EventSource(data.url)
    stream.addEventListener('numbers', () => {
      clearTimeout(waiting)
      waiting = setTimeout(moved, PATIENCE)
    })
    stream.addEventListener('error', rest)
  }

  void open()
  return () => {
    over = true
    clearTimeout(waiting)
    stream?.close()
  }
}
