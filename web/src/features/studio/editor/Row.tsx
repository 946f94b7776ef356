import { type ReactNode, useId } from 'react'

import { sentence, useFormat } from '@/components/format'

import { isMissing, useFaultWords } from '../faults'
import type { Located } from '../studio'
import type { Path } from './body'
import { faultsAt, useDesk } from './desk'
import css from './editor.module.css'

interface Props {
  label: string
  hint?: ReactNode
  path: Path
  children: (id: string, wrong: boolean) => ReactNode
  /** Faults of the path alone, where fields below it tell their own. */
  alone?: boolean
}

/** One field with its name; what is wrong with it stands right below. */
export function Row({ label, hint, path, children, alone = false }: Props) {
  const id = useId()
  const { faults } = useDesk()
  const own = faultsAt(faults, path).filter((fault) => !alone || fault.path.length === path.length)
  return (
    <div className={css.row} data-path={path.join('.')}>
      <label htmlFor={id}>{label}</label>
      <div>
        {children(id, own.length > 0)}
        {hint && <div className={css.hint}>{hint}</div>}
        <Faults faults={own} />
      </div>
    </div>
  )
}

/** What is wrong, and what to do. */
export function Faults({ faults }: { faults: Located[] }) {
  const { said } = useFormat()
  const words = useFaultWords()
  if (faults.length === 0) return null
  return (
    <ul className={css.faults}>
      {faults.map((fault, index) => (
        <li key={`${fault.code} ${index}`}>
          {words(fault)}
          {fault.todo && !isMissing(fault) && fault.path.at(-1) !== 'formula' && (
            <span className={css.hint}> {sentence(said(fault.todo))}</span>
          )}
        </li>
      ))}
    </ul>
  )
}
