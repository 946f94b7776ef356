import type { ReactNode } from 'react'

import css from './editor.module.css'

/** A part of the metric on a card of its own. */
export function Section({
  title,
  about,
  end,
  children,
}: {
  title: string
  about?: string
  end?: ReactNode
  children: ReactNode
}) {
  return (
    <section className={css.section}>
      <div className={css.sectionHead}>
        <h2>{title}</h2>
        {end}
      </div>
      {about && <p className={css.hint}>{about}</p>}
      {children}
    </section>
  )
}
