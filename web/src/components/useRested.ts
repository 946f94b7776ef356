import { useEffect, useState } from 'react'

const PATIENCE = 250

/** What was typed, once the typing rests: every question is one that somebody meant to ask. */
export function useRested(typed: string): string {
  const [rested, setRested] = useState(typed)
  useEffect(() => {
    const waiting = setTimeout(() => setRested(typed), PATIENCE)
    return () => clearTimeout(waiting)
  }, [typed])
  return rested
}
