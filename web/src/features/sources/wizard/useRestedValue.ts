import { useEffect, useState } from 'react'

const PATIENCE = 500

/** A value once it rests, so that a question is asked about what somebody meant. */
export function useRestedValue<T>(value: T): T {
  const [rested, setRested] = useState(value)
  const text = JSON.stringify(value)
  useEffect(() => {
    const waiting = setTimeout(() => setRested(JSON.parse(text) as T), PATIENCE)
    return () => clearTimeout(waiting)
  }, [text])
  return rested
}
