import { useQueryClient } from '@tanstack/react-query'

import { useMe } from '@/client/me'

import type { Present } from './studio'

/** Names of those known here by their accounts: oneself, and whoever was seen in the draft; others by their account. */
export function useNames(): (username: string) => string {
  const client = useQueryClient()
  const { data: me } = useMe()
  return (username) => {
    if (username === me?.account.username) return me.account.name
    const seen = client.getQueriesData<{ present: Present[] }>({ queryKey: ['studio', 'presence'] })
    const found = seen.flatMap(([, data]) => data?.present ?? []).find((one) => one.username === username)
    return found?.name ?? username
  }
}
