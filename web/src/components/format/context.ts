import { createContext, useContext, useMemo } from 'react'
import { useTranslation } from 'react-i18next'

import type { Subject, Text } from '@/client/types'

import { formatDate, formatDay, formatMoment, partsOf } from './days'
import type { Language } from './language'
import { formatDifference, formatExact, formatValue } from './numbers'
import { typeset } from './typeset'
import { formatPeriod, formatSpan, formatTick } from './periods'

/** Where and when the world stands: its time zone and its day. */
export const PlaceContext = createContext({ zone: 'Asia/Shanghai', today: '' })

/** The reader's language. */
export function useLanguage(): Language {
  const { i18n } = useTranslation()
  return i18n.language === 'en' ? 'en' : 'zh'
}

/** Numbers, days and texts in the reader's language, in the world's time. */
export function useFormat() {
  const language = useLanguage()
  const { t } = useTranslation()
  const { zone, today } = useContext(PlaceContext)
  return useMemo(() => {
    const year = today ? partsOf(today)[0] : undefined
    return {
      language,
      today,
      said: (text: Text) => (language === 'en' && text.en) || typeset(text.zh),
      named: (subject: Subject) => {
        if (subject.dimension === 'company') return t('components.subject.company')
        return subject.key === null ? t('components.subject.blank') : subject.name
      },
      value: (value: number, unit: string) => formatValue(value, unit, language),
      exact: (value: number, unit: string) => formatExact(value, unit, language),
      difference: (value: number, unit: string) => formatDifference(value, unit, language),
      day: (day: string) => formatDay(day, language, year),
      longDay: (day: string) => formatDay(day, language),
      date: (day: string) => formatDate(day, language),
      moment: (at: string) => formatMoment(at, language, zone, year),
      period: (period: string) => formatPeriod(period, language, year),
      tick: (period: string, withYear = false) => formatTick(period, language, withYear),
      span: (from: string | null, to: string | null) => formatSpan(from, to, language),
    }
  }, [language, t, zone, today])
}
