import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'

import { asTrouble } from '@/client/trouble'

const TRIES = 2
const ENDED = 'zs:session-ended'

/** Tells the shell that the session is over; it leads to the sign-in page and back. */
function watch(error: unknown): void {
  if (asTrouble(error).status === 401) window.dispatchEvent(new Event(ENDED))
}

export function onSessionEnded(listener: () => void): () => void {
  window.addEventListener(ENDED, listener)
  return () => window.removeEventListener(ENDED, listener)
}

/** Only what may pass by itself is tried again: no network, or a server that stumbled. */
export function worthRetrying(failures: number, error: unknown): boolean {
  const { status, code } = asTrouble(error)
  return failures < TRIES && code !== 'page' && (status === 0 || status >= 500)
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: watch }),
  mutationCache: new MutationCache({ onError: watch }),
  defaultOptions: { queries: { retry: worthRetrying, staleTime: 30_000, networkMode: 'always' } },
})
