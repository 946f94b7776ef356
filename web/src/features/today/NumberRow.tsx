import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import type { TodayNumber } from '@/client/types'
import { Change } from '@/components/Change'
import { useFormat } from '@/components/format'
import { Sparkline } from '@/components/Sparkline'
import { useNarrow } from '@/components/useNarrow'
import { Value } from '@/components/Value'
import { Verdict } from '@/components/Verdict'

import css from './today.module.css'

function addressOf({ metric, subject, grain }: TodayNumber): string {
  const query = new URLSearchParams({ dimension: subject.dimension, subject: subject.key ?? '', grain })
  return `/metrics/${encodeURIComponent(metric.id)}?${query.toString()}`
}

/** One number: what it was, against what, whether that means anything. The whole row leads to it. */
export function NumberRow({ number, withSubject }: { number: TodayNumber; withSubject: boolean }) {
  const { t } = useTranslation()
  const { named, said, period } = useFormat()
  const narrow = useNarrow()
  const { metric, subject, value, state, spark, band } = number
  return (
    <li className={css.row}>
      <Link to={addressOf(number)} className={css.link} aria-label={t('today.open', { metric: said(metric.name) })} />
      <div className={css.what}>
        <h3>{said(metric.name)}</h3>
        <span className={css.when}>
          {withSubject && `${named(subject)} · `}
          {period(number.period)}
        </span>
      </div>
      <div className={css.value}>
        <Value value={value} unit={metric.unit} state={state} size="medium" />
        <Running number={number} />
      </div>
      <div className={css.changes}>
        <Changes number={number} />
      </div>
      <div className={css.spark}>
        <Sparkline
          points={spark}
          unit={metric.unit}
          target={metric.target}
          band={band}
          width={narrow ? 120 : 148}
          height={narrow ? 40 : 44}
        />
      </div>
      <div className={css.verdict}>
        <Verdict verdict={number.verdict} good={number.good} />
        {number.verdict.startsWith('signal') && <p>{said(number.sentence)}</p>}
      </div>
    </li>
  )
}

function Changes({ number }: { number: TodayNumber }) {
  const { t } = useTranslation()
  const { metric, previous, week_before: weekBefore } = number
  return (
    <>
      {previous && <Change {...previous} unit={metric.unit} against={t(`components.against.${number.grain}`)} />}
      {weekBefore && <Change {...weekBefore} unit={metric.unit} against={t('components.against.sameDay')} />}
    </>
  )
}

function Running({ number: { metric, grain, running } }: { number: TodayNumber }) {
  const { t } = useTranslation()
  const { value } = useFormat()
  if (running?.value == null) return null
  return (
    <span className={css.running}>
      {t(`today.running.${grain}`, { value: value(running.value, metric.unit).text })}
    </span>
  )
}
