import type { TableProps } from 'antd'
import { useTranslation } from 'react-i18next'

import type { Visit } from '@/client/types'

import { useFormat } from '../format'
import css from './visits.module.css'

export const VISIT_ACTS = ['read', 'export', 'change', 'sign_in', 'refused'] as const
const SHOWN = 2

/** What kind of visit it was, in words. */
function useActWords() {
  const { t } = useTranslation()
  return (act: string) => {
    const known = VISIT_ACTS.find((one) => one === act)
    return known ? t(`components.visits.acts.${known}`) : act
  }
}

/** Whom a visit concerned: the first names, and how many more. */
function useConcerned() {
  const { t } = useTranslation()
  return ({ people, concerned }: Visit) => {
    const names = people.slice(0, SHOWN).map((person) => person.name)
    const all = names.join(t('components.visits.and'))
    return concerned > names.length ? t('components.visits.more', { names: all, count: concerned }) : all
  }
}

/** The columns of the access log, the same wherever it is shown. */
export function useVisitColumns(): TableProps<Visit>['columns'] {
  const { t } = useTranslation()
  const { moment, said } = useFormat()
  const words = useActWords()
  const concerned = useConcerned()
  return [
    { key: 'at', title: t('components.visits.at'), width: 184, fixed: 'start', render: (_, visit) => moment(visit.at) },
    {
      key: 'who',
      title: t('components.visits.who'),
      width: 160,
      render: (_, { who }) => (
        <>
          {who.name} <span className={css.soft}>{who.username}</span>
        </>
      ),
    },
    { key: 'act', title: t('components.visits.act'), width: 90, render: (_, visit) => words(visit.act) },
    { key: 'what', title: t('components.visits.what'), width: 240, render: (_, visit) => said(visit.words) },
    { key: 'about', title: t('components.visits.subject'), width: 180, render: (_, visit) => concerned(visit) },
    {
      key: 'detail',
      title: t('components.visits.detail'),
      render: (_, visit) => <span className={css.soft}>{said(visit.detail)}</span>,
    },
  ]
}

/** One line of the access log on a phone. */
export function VisitLine({ visit }: { visit: Visit }) {
  const { moment, said } = useFormat()
  const words = useActWords()
  const concerned = useConcerned()
  return (
    <div>
      <div className={css.line}>
        <span>{[visit.who.name, words(visit.act), concerned(visit)].filter(Boolean).join(' · ')}</span>
        <span className={css.soft}>{moment(visit.at)}</span>
      </div>
      <div className={css.soft}>{[said(visit.words), said(visit.detail)].filter(Boolean).join(' · ')}</div>
    </div>
  )
}
