import { type ReactNode, useId } from 'react'

import css from './wizard.module.css'

interface Props {
  number: number
  title: string
  about?: string
  end?: ReactNode
  children: ReactNode
}

/** A step of the way, all of them on one page. */
export function Numbered({ number, title, about, end, children }: Props) {
  const id = useId()
  return (
    <section className={css.step} aria-labelledby={id}>
      <header className={css.stepHead}>
        <span className={css.number} aria-hidden="true">
          {number}
        </span>
        <div>
          <h2 id={id}>{title}</h2>
          {about && <p className={css.soft}>{about}</p>}
        </div>
        {end && <div className={css.stepEnd}>{end}</div>}
      </header>
      {children}
    </section>
  )
}
