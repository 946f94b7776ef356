import { useTranslation } from 'react-i18next'

import type { Problem } from '@/client/types'

import { typeset, useFormat } from './format'
import css from './notice.module.css'

/** All problems at once, each with its place and its next step; of a single one that is `told` already, only that. */
export function ProblemList({ problems, told }: { problems: Problem[]; told: string }) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const [only] = problems
  if (!only) return null
  if (problems.length === 1 && typeset(told) === said(only.what)) return only.todo && <p>{said(only.todo)}</p>
  return (
    <ul className={css.problems}>
      {problems.map((problem, at) => (
        <li key={`${problem.code}-${at}`}>
          {problem.place && <code>{problem.place}</code>} {said(problem.what)}
          {problem.todo && <div className={css.todo}>{t('components.trouble.todo', { todo: said(problem.todo) })}</div>}
        </li>
      ))}
    </ul>
  )
}
