import { useTranslation } from 'react-i18next'

import { useMe } from '@/client/me'
import type { Text } from '@/client/types'
import { useFormat } from '@/components/format'

import css from './today.module.css'

function partOfDay(hour: number) {
  if (hour < 11) return 'morning'
  if (hour < 13) return 'noon'
  return hour < 18 ? 'afternoon' : 'evening'
}

/** Good morning, the date, and the one sentence that matters most. */
export function Greeting({ date, sentence }: { date: string; sentence: Text }) {
  const { t } = useTranslation()
  const { longDay, said } = useFormat()
  const { data: me } = useMe()
  if (!me) return null
  const hour = Number(new Date(me.world.now).toLocaleString('sv-SE', { hour: '2-digit', timeZone: me.world.time_zone }))
  return (
    <header className={css.greeting}>
      <p className={css.date}>{longDay(date)}</p>
      <h1>{t(`today.${partOfDay(hour)}`, { name: me.person?.name ?? me.account.name })}</h1>
      <p className={css.sentence}>{said(sentence)}</p>
    </header>
  )
}
