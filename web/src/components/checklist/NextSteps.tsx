import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { useStart } from '@/client/start'

import { Checklist } from './Checklist'
import css from './checklist.module.css'

const SHOWN = 3

/** The next few things to set up, for whoever does that; nothing once all is done. */
export default function NextSteps() {
  const { t } = useTranslation()
  const { data } = useStart()
  const open = data?.checklist.filter(({ done }) => !done) ?? []
  if (!data || open.length === 0) return null
  return (
    <section className={css.next} aria-label={t('components.checklist.next')}>
      <header>
        <h2>{t('components.checklist.next')}</h2>
        <span>
          {t('components.checklist.count', { done: data.checklist.length - open.length, count: data.checklist.length })}
        </span>
        <Link to="/start">{t('components.checklist.all')}</Link>
      </header>
      <Checklist todos={open.slice(0, SHOWN)} />
    </section>
  )
}
