import { ApartmentOutlined, DatabaseOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import type { StartState } from '@/client/start'

import css from './start.module.css'

/** The two ways to the first number, once the company has its blueprint. */
export function Data({ start }: { start: StartState }) {
  const { t } = useTranslation()
  return (
    <div className={css.ways}>
      <Link to="/sources" className={css.way}>
        <DatabaseOutlined />
        <strong>{t('start.ownFile')}</strong>
        <span>{t('start.ownFileText')}</span>
      </Link>
      {start.people === 0 && (
        <Link to="/people/import" className={css.way}>
          <ApartmentOutlined />
          <strong>{t('start.people')}</strong>
          <span>{t('start.peopleText')}</span>
        </Link>
      )}
    </div>
  )
}
