import { useEffect, useRef } from 'react'
import { useNavigate } from 'react-router'

import type { Page } from './pages'

export const COMMAND = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl '
const PATIENCE = 1_200

/** Whether a key belongs to what is being typed. */
const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** ⌘K or `/` searches, `?` helps, `g` and a letter go to a page. */
export function useShortcuts(pages: Page[], open: (what: 'search' | 'help') => void): void {
  const navigate = useNavigate()
  const going = useRef(0)
  useEffect(() => {
    function deedOf(event: KeyboardEvent): (() => void) | null {
      const key = event.key.toLowerCase()
      const command = event.metaKey || event.ctrlKey
      if (command && key === 'k') return () => open('search')
      if (command || event.altKey || event.isComposing || typing(event.target)) return null
      if (key === '/') return () => open('search')
      if (key === '?') return () => open('help')
      const page = Date.now() - going.current < PATIENCE && pages.find(({ letter }) => letter === key)
      going.current = key === 'g' ? Date.now() : 0
      return page ? () => void navigate(page.path) : null
    }
    function press(event: KeyboardEvent) {
      const deed = deedOf(event)
      if (!deed) return
      event.preventDefault()
      deed()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [pages, open, navigate])
}
