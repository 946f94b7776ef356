import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import type { ImportReport } from '@/client/types'

import css from '../people.module.css'
import { Report } from './Report'

/** The last step: what became of the list. */
export function Done({ report }: { report: ImportReport }) {
  const { t } = useTranslation()
  return (
    <>
      <h2 style={{ marginTop: 0 }}>{t('people.loaded')}</h2>
      <p className={css.soft}>{t('people.loadedText')}</p>
      <Report report={report} />
      <div className={css.buttons}>
        <Link to="/people">
          <Button type="primary">{t('people.see')}</Button>
        </Link>
      </div>
    </>
  )
}
