import { useContext } from 'react'
import { useTranslation } from 'react-i18next'

import { PlaceContext, useFormat } from '@/components/format'
import { type Status, StatusMark } from '@/components/StatusMark'

import css from './sources.module.css'
import type { Freshness as Said } from './types'

const MARKS: Record<Said['state'], Status> = {
  none: 'no_data',
  free: 'normal',
  fresh: 'normal',
  due: 'attention',
  late: 'intervene',
}

/** How fresh a source is: mark, word, and the moment it last told anything. */
export function Freshness({ freshness, long = false }: { freshness: Said; long?: boolean }) {
  const { t } = useTranslation()
  const { moment, date } = useFormat()
  const when = useWhen()
  const { state, last_at: last, every, due, until } = freshness
  const rhythm = every === 'day' || every === 'week' || every === 'month' || every === 'quarter' ? every : null
  return (
    <div className={css.fresh}>
      <StatusMark status={MARKS[state]} word={t(`sources.fresh.${state}`)} />
      <div className={css.soft}>
        {last ? t('sources.updated', { at: when(last) }) : t('sources.never')}
        {rhythm && `${t('sources.and')}${t(`sources.every.${rhythm}`)}`}
      </div>
      {long && until && <div className={css.soft}>{t('sources.until', { day: date(until) })}</div>}
      {long && due && state !== 'free' && <div className={css.soft}>{t('sources.due', { at: moment(due) })}</div>}
    </div>
  )
}

const HOURS = 24 * 3_600_000

/** A moment of today or yesterday by that word, any other by its day. */
function useWhen() {
  const { t } = useTranslation()
  const { moment, today } = useFormat()
  const { zone } = useContext(PlaceContext)
  const yesterday = today && new Date(Date.parse(today) - HOURS).toISOString().slice(0, 10)
  return (at: string) => {
    const [day = '', clock = ''] = new Date(at).toLocaleString('sv-SE', { timeZone: zone }).split(' ')
    const time = clock.slice(0, 5)
    if (day === today) return t('sources.today', { time })
    return day === yesterday ? t('sources.yesterday', { time }) : moment(at)
  }
}
