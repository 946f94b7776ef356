import { useQueryClient } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'

import { useStart } from '@/client/start'
import { Await } from '@/components/Await'
import { Checklist } from '@/components/checklist/Checklist'
import { PageHead } from '@/components/PageHead'

import { useTop } from './arrive'
import { Ask } from './Ask'
import { Data } from './Data'
import { Remarks } from './Remarks'
import css from './start.module.css'
import { Working } from './Working'

/** The first five minutes: the company, its data, and what is left. */
export function Start() {
  const start = useStart()
  const working = Boolean(start.data?.work)
  useArrival(working)
  useTop(working ? 'work' : (start.data?.step ?? ''))
  return (
    <Await query={start} skeleton={<Skeleton active paragraph={{ rows: 10 }} />}>
      {(data) => {
        if (data.work) return <Working work={data.work} remarks={data.remarks} />
        if (data.step === 'company') return <Ask start={data} />
        return <Left start={data} />
      }}
    </Await>
  )
}

/** Leads to the first page, with numbers, when the sample is in; what was asked before has another answer now. */
function useArrival(working: boolean): void {
  const client = useQueryClient()
  const navigate = useNavigate()
  const was = useRef(working)
  useEffect(() => {
    if (was.current && !working) {
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'start' }).then(() => navigate('/'))
    }
    was.current = working
  }, [working, client, navigate])
}

function Left({ start }: { start: Parameters<typeof Data>[0]['start'] }) {
  const { t } = useTranslation()
  const done = start.checklist.filter((todo) => todo.done).length
  const ready = start.step === 'done' && done === start.checklist.length
  return (
    <div className={css.left}>
      <PageHead
        title={t(start.step === 'data' ? 'start.data' : ready ? 'start.ready' : 'start.left')}
        about={t(
          start.step === 'data'
            ? start.metrics > 0
              ? 'start.dataText'
              : 'start.dataNone'
            : ready
              ? 'start.readyText'
              : 'start.leftText',
        )}
      />
      <Remarks remarks={start.remarks} />
      {start.step === 'data' && <Data start={start} />}
      <h2>
        {t('start.checklist')}{' '}
        <span className={css.soft}>{t('components.checklist.count', { done, count: start.checklist.length })}</span>
      </h2>
      <Checklist todos={start.checklist} />
    </div>
  )
}
