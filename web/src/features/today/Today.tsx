import { Button, Skeleton } from 'antd'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, Navigate } from 'react-router'

import { acts } from '@/client/acts'
import { useMay } from '@/client/me'
import type { TodayNumber } from '@/client/types'
import { Await } from '@/components/Await'
import { Notice } from '@/components/Notice'
import { unpublished, Unpublished } from '@/components/Unpublished'

import { Greeting } from './Greeting'
import { NumberRow } from './NumberRow'
import { useToday } from './today'
import css from './today.module.css'

const NextSteps = lazy(() => import('@/components/checklist/NextSteps'))

/** The first page of the day, made for the phone. */
export function Today() {
  const { t } = useTranslation()
  const today = useToday()
  const begins = useMay(acts.start)
  if (unpublished(today.error)) return begins ? <Navigate to="/start" replace /> : <Unpublished />
  return (
    <>
      <title>{`${t('today.title')} · 准绳`}</title>
      <Await query={today} skeleton={<Waiting />}>
        {({ date, sentence, numbers, team }) => (
          <>
            <Greeting date={date} sentence={sentence} />
            {begins && (
              <Suspense>
                <NextSteps />
              </Suspense>
            )}
            {numbers.length + team.length === 0 && <Nothing />}
            <Section title={t('today.mine')} numbers={numbers} />
            <Section title={t('today.team')} numbers={team} withSubject />
            {numbers.length + team.length > 0 && <p className={css.legend}>{t('today.legend')}</p>}
          </>
        )}
      </Await>
    </>
  )
}

function Section({
  title,
  numbers,
  withSubject = false,
}: {
  title: string
  numbers: TodayNumber[]
  withSubject?: boolean
}) {
  if (numbers.length === 0) return null
  return (
    <section className={css.section}>
      <h2>{title}</h2>
      <ul className={css.rows}>
        {numbers.map((number) => (
          <NumberRow
            key={`${number.metric.id} ${number.subject.key} ${number.grain}`}
            number={number}
            withSubject={withSubject}
          />
        ))}
      </ul>
    </section>
  )
}

function Nothing() {
  const { t } = useTranslation()
  return (
    <Notice
      title={t('today.empty')}
      text={t('today.emptyText')}
      action={
        <Link to="/metrics">
          <Button type="primary">{t('today.emptyGo')}</Button>
        </Link>
      }
    />
  )
}

function Waiting() {
  return (
    <>
      <Skeleton active title={{ width: 220 }} paragraph={{ rows: 2 }} />
      <Skeleton active title={false} paragraph={{ rows: 9, width: '100%' }} style={{ marginTop: 32 }} />
    </>
  )
}
