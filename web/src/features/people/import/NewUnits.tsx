import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'

import type { ImportPreview } from '@/client/types'

import css from '../people.module.css'

const SHOWN = 40

/** Units that are not in the tree yet, each with the known one that may be meant. */
export function NewUnits({ units }: { units: ImportPreview['new_units'] }) {
  const { t } = useTranslation()
  if (units.length === 0) return null
  return (
    <Alert
      className={css.newUnits}
      type="warning"
      showIcon
      title={t('people.newUnits', { count: units.length })}
      description={
        <>
          <p>{t('people.newUnitsText')}</p>
          <ul className={css.problems}>
            {units.slice(0, SHOWN).map(({ code, people, near }) => (
              <li key={code}>
                <span className={css.name}>
                  {people > 0 ? t('people.newUnit', { path: code, count: people }) : code}
                </span>{' '}
                {near && t('people.meant', { path: near })}
              </li>
            ))}
          </ul>
          {units.length > SHOWN && <p>{t('people.moreUnits', { count: units.length - SHOWN })}</p>}
        </>
      }
    />
  )
}
