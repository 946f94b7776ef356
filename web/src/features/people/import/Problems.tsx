import { useTranslation } from 'react-i18next'

import type { ImportPreview } from '@/client/types'
import { sentence, useFormat } from '@/components/format'

import css from '../people.module.css'

const SHOWN = 8

/** What cannot be read, problem by problem, with the rows it concerns. */
export function Problems({ problems, more }: Pick<ImportPreview, 'problems' | 'more'>) {
  const { t } = useTranslation()
  const { said } = useFormat()
  return (
    <>
      <h2>{t('people.problems')}</h2>
      <ul className={css.problems}>
        {problems.map(({ rows, problem }) => (
          <li key={`${problem.code} ${rows.join()}`}>
            <div>
              <span className={css.name}>{t('people.problemRows', { rows: rowsIn(rows) })}</span>{' '}
              {problem.place && !said(problem.what).includes(problem.place) && <code>{problem.place}</code>}{' '}
              {sentence(said(problem.what))}
            </div>
            {problem.todo && (
              <div className={css.soft}>{t('components.trouble.todo', { todo: sentence(said(problem.todo)) })}</div>
            )}
          </li>
        ))}
      </ul>
      {more > 0 && <p className={css.soft}>{t('people.more', { count: more })}</p>}
    </>
  )
}

const rowsIn = (rows: number[]) => rows.slice(0, SHOWN).join(', ') + (rows.length > SHOWN ? '…' : '')
