import { Navigate } from 'react-router'

import { acts } from '@/client/acts'
import { useMay, useMe } from '@/client/me'

import { Today } from './Today'

/** What somebody sees first: their day, how far the company is set up, or what the company watches. */
export function First() {
  const { data: me } = useMe()
  const begins = useMay(acts.start)
  if (me?.pages.includes('today')) return <Today />
  return <Navigate to={begins ? '/start' : '/metrics'} replace />
}
