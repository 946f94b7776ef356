import { useEffect, useRef } from 'react'

/** Where a page becomes another one under the same address: its top is seen, and its heading has the focus. */
export function useTop(step: string): void {
  const was = useRef(step)
  useEffect(() => {
    if (was.current === step) return
    was.current = step
    window.scrollTo(0, 0)
    const heading = document.querySelector<HTMLElement>('#content h1')
    heading?.setAttribute('tabindex', '-1')
    heading?.focus({ preventScroll: true })
  }, [step])
}
