import { Navigate } from 'react-router'

import { acts } from '@/client/acts'
import { useMay, useMe } from '@/client/me'

import { Setup } from './Setup'
import { Today } from './Today'

/** What somebody sees first: their day, how far the company is set up, or what the company watches. */
export function First() {
  const { data: me } = useMe()
  const setsUp = useMay(acts.setup)
  if (me?.pages.includes('today')) return <Today />
  return setsUp ? <Setup /> : <Navigate to="/metrics" replace />
}
