import { useTranslation } from 'react-i18next'

import type { ImportReport } from '@/client/types'

import css from '../people.module.css'

const KEYS = ['new', 'changed', 'unchanged', 'left', 'refused'] as const

/** What a list changes, in five figures. */
export function Report({ report }: { report: ImportReport }) {
  const { t } = useTranslation()
  return (
    <dl className={css.report}>
      {KEYS.map((key) => (
        <div key={key}>
          <dt>{t(`people.reports.${key}`)}</dt>
          <dd>{report[key]}</dd>
        </div>
      ))}
    </dl>
  )
}
