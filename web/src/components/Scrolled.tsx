import type { ReactNode } from 'react'

/** A wide table of plain words, which the arrow keys can move as well as a finger. */
export function Scrolled({ label, children }: { label: string; children: ReactNode }) {
  function open(box: HTMLDivElement | null) {
    const content = box?.querySelector('.ant-table-content')
    content?.setAttribute('tabindex', '0')
    content?.setAttribute('role', 'region')
    content?.setAttribute('aria-label', label)
  }
  return <div ref={open}>{children}</div>
}
