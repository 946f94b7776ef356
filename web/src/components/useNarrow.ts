import { useSyncExternalStore } from 'react'

const NARROW = window.matchMedia('(max-width: 767px)')

/** Whether the page is as narrow as a phone. */
export const useNarrow = () =>
  useSyncExternalStore(
    (changed) => {
      NARROW.addEventListener('change', changed)
      return () => NARROW.removeEventListener('change', changed)
    },
    () => NARROW.matches,
  )
