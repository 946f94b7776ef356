import { useEffect } from 'react'
import { matchPath, useLocation } from 'react-router'

import { acts } from '@/client/acts'
import { useMay } from '@/client/me'

import { KINDS, leave, type Present, usePresence } from '../studio'

const NOBODY: Present[] = []

/** Tells where in the draft the reader is, and learns who else is in it. */
export function useHere(): Present[] {
  const may = useMay(acts.beThere)
  const [kind, id] = placeOf(useLocation().pathname)
  const { data } = usePresence(kind, id, may)
  useEffect(() => {
    if (!may) return undefined
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [may])
  return data?.present ?? NOBODY
}

function placeOf(path: string) {
  const found = matchPath('/studio/:kind/:id', path)?.params
  const kind = found?.kind === 'metrics' ? 'metric' : KINDS.find((one) => one === found?.kind)
  return kind && found?.id && found.id !== 'new' ? ([kind, found.id] as const) : ([null, null] as const)
}
