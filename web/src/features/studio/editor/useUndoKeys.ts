import { useEffect } from 'react'

import type { Saver } from './saver'

/** Whether the browser itself undoes what is typed there. */
const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** Ctrl/⌘ Z undoes a step of the draft, with Shift (or Ctrl Y) it is done again; in a text it undoes typing. */
export function useUndoKeys(saver: Saver | null): void {
  useEffect(() => {
    if (!saver) return undefined
    const press = (event: KeyboardEvent) => {
      const key = event.key.toLowerCase()
      if (!(event.metaKey || event.ctrlKey) || event.altKey || typing(event.target)) return
      if (key !== 'z' && key !== 'y') return
      event.preventDefault()
      void saver.act(key === 'y' || event.shiftKey ? 'redo' : 'undo')
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [saver])
}
