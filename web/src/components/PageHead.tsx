import type { ReactNode } from 'react'

import css from './page.module.css'

interface Props {
  title: string
  about?: string
  above?: ReactNode
  actions?: ReactNode
}

/** A page's title, one sentence of what it is, and what can be done here. */
export function PageHead({ title, about, above, actions }: Props) {
  return (
    <header className={css.head}>
      {above}
      <title>{`${title} · 准绳`}</title>
      <div className={css.row}>
        <h1>{title}</h1>
        {actions && <div className={css.actions}>{actions}</div>}
      </div>
      {about && <p>{about}</p>}
    </header>
  )
}
