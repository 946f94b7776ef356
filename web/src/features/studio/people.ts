import { useQueryClient } from '@tanstack/react-query'

import { useMe } from '@/client/me'

import type { Present } from './studio'

/** Names of accounts: as the server says, else of oneself and of whoever was seen in the draft; else the account. */
export function useNames(): (username: string, name?: string | null) => string {
  const client = useQueryClient()
  const { data: me } = useMe()
  return (username, name) => {
    if (name) return name
    if (username === me?.account.username) return me.account.name
    const seen = client.getQueriesData<{ present: Present[] }>({ queryKey: ['studio', 'presence'] })
    const found = seen.flatMap(([, data]) => data?.present ?? []).find((one) => one.username === username)
    return found?.name ?? username
  }
}
