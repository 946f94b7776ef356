import { useTranslation } from 'react-i18next'

import type { Problem } from '@/client/types'

import { useFormat } from './format'
import css from './notice.module.css'

/** All problems at once, each with its place and its next step. */
export function ProblemList({ problems }: { problems: Problem[] }) {
  const { t } = useTranslation()
  const { said } = useFormat()
  if (problems.length === 0) return null
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
