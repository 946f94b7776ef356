import type { ReactNode } from 'react'

import css from './notice.module.css'

interface Props {
  title: string
  text: string
  action?: ReactNode
  children?: ReactNode
}

/** An empty place that helps: what this is, why, and the one next step, beside a plumb line. */
export function Notice({ title, text, action, children }: Props) {
  return (
    <section className={css.notice}>
      <svg className={css.plumb} viewBox="0 0 16 88" width="16" height="88" aria-hidden="true">
        <path d="M8 0v66" />
        <path className={css.bob} d="M8 64l4.5 6L8 82l-4.5-12z" />
      </svg>
      <div>
        <h2>{title}</h2>
        {text && <p>{text}</p>}
        {children}
        {action && <div className={css.action}>{action}</div>}
      </div>
    </section>
  )
}
