import { useTranslation } from 'react-i18next'

import type { Problem } from '@/client/types'

import { sentence, useFormat } from './format'
import css from './notice.module.css'

/** All problems at once, each with its place and its next step; of a single one, which is told above, only that. */
export function ProblemList({ problems }: { problems: Problem[] }) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const [only] = problems
  if (!only) return null
  if (problems.length === 1) return only.todo && <p>{sentence(said(only.todo))}</p>
  return (
    <ul className={css.problems}>
      {problems.map((problem, at) => (
        <li key={`${problem.code}-${at}`}>
          {problem.place && <code>{problem.place}</code>} {sentence(said(problem.what))}
          {problem.todo && (
            <div className={css.todo}>{t('components.trouble.todo', { todo: sentence(said(problem.todo)) })}</div>
          )}
        </li>
      ))}
    </ul>
  )
}
