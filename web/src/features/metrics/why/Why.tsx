import { Drawer } from 'antd'
import { useTranslation } from 'react-i18next'

import type { Explanation, MetricDetail } from '@/client/types'
import { Await } from '@/components/Await'
import { useFormat } from '@/components/format'
import { Value } from '@/components/Value'

import { type ExplainAsked, useExplanation } from '../metrics'
import css from '../metrics.module.css'
import { Rows } from './Rows'
import { type Opened, useWhy } from './useWhy'

const ROWS = 20

/** Why a number is what it is, in a drawer with a link of its own. */
export function Why({ metric }: { metric: MetricDetail }) {
  const { t } = useTranslation()
  const why = useWhy()
  return (
    <Drawer open={why.opened !== null} onClose={why.close} title={t('metrics.why')} size={720} destroyOnHidden>
      {why.opened && <Answer id={metric.id} opened={why.opened} page={why.page} turn={why.turn} />}
    </Drawer>
  )
}

interface AnswerProps {
  id: string
  opened: Opened
  page: number
  turn: (page: number) => void
}

function Answer({ id, opened, page, turn }: AnswerProps) {
  const asked: ExplainAsked = {
    dimension: opened.dimension,
    subject: opened.key,
    period: opened.period,
    page,
    page_size: ROWS,
  }
  return <Await query={useExplanation(id, asked)}>{(data) => <Told told={data} turn={turn} />}</Await>
}

function Told({ told, turn }: { told: Explanation; turn: (page: number) => void }) {
  const { t } = useTranslation()
  const { named, said, period, moment } = useFormat()
  return (
    <>
      <div className={css.headline}>
        <div>
          <small>
            {said(told.metric.name)} · {named(told.subject)} · {period(told.period)}
          </small>
          <Value value={told.value} unit={told.metric.unit} state={told.state} size="big" />
        </div>
        <div className={css.facts}>
          <span>{t('metrics.sample', { n: told.n })}</span>
          <span>{t('metrics.releaseNo', { release: told.release })}</span>
          {told.as_of && <span>{t('metrics.explain.asOf', { at: moment(told.as_of) })}</span>}
        </div>
      </div>
      <section className={css.section}>
        <h3>{t('metrics.explain.formula')}</h3>
        <p className={css.formula}>{said(told.sentence)}</p>
      </section>
      <Inputs told={told} />
      <Sources told={told} />
      <Rows told={told} turn={turn} />
    </>
  )
}

function Inputs({ told }: { told: Explanation }) {
  const { t } = useTranslation()
  const { said } = useFormat()
  if (told.inputs.length === 0) return null
  return (
    <section className={css.section}>
      <h3>{t('metrics.explain.inputs')}</h3>
      <ul className={css.list}>
        {told.inputs.map((input) => (
          <li key={said(input.name)}>
            <span>{said(input.name)}</span>
            <Value value={input.value} unit={input.unit ?? ''} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Sources({ told }: { told: Explanation }) {
  const { t } = useTranslation()
  const { said } = useFormat()
  if (told.sources.length === 0) return null
  return (
    <section className={css.section}>
      <h3>{t('metrics.explain.sources')}</h3>
      <ul className={css.list}>
        {told.sources.map(({ id, system, name, version }) => (
          <li key={id}>{t('metrics.explain.source', { system, name: said(name), version })}</li>
        ))}
      </ul>
    </section>
  )
}
