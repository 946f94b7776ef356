import { Button } from 'antd'
import { useTranslation } from 'react-i18next'

import { acts } from '@/client/acts'
import { useMay } from '@/client/me'
import type { Point, Series } from '@/client/types'
import { Change } from '@/components/Change'
import { type Grain, useFormat } from '@/components/format'
import { Value } from '@/components/Value'

import css from './metrics.module.css'
import { keyFrom } from './useView'
import { useWhy } from './why/useWhy'

/** The last complete period in large; what is under way stands beside it and is not mistaken for it. */
export function Headline({ series }: { series: Series }) {
  const { named, period } = useFormat()
  const done = series.points.filter((point) => !point.running)
  const last = done.at(-1)
  if (!last) return null
  const { unit } = series.metric
  return (
    <div className={css.headline}>
      <div>
        <small>
          {named(series.subject)} · {period(last.period)}
        </small>
        <Value value={last.value} unit={unit} state={last.state} size="big" />
      </div>
      <div className={css.facts}>
        <Against unit={unit} last={last} before={done.at(-2)} grain={series.grain} />
        <Target series={series} n={last.n} />
        <Running point={series.points.find((point) => point.running)} unit={unit} />
      </div>
      <WhyButton series={series} last={last} />
    </div>
  )
}

function Against({ unit, last, before, grain }: { unit: string; last: Point; before?: Point; grain: Grain }) {
  const { t } = useTranslation()
  if (!before) return null
  const known = last.value !== null && before.value !== null
  const difference = known ? Number(last.value) - Number(before.value) : null
  const relative = difference !== null && before.value ? difference / Math.abs(before.value) : null
  return <Change difference={difference} relative={relative} unit={unit} against={t(`components.against.${grain}`)} />
}

function Target({ series: { metric }, n }: { series: Series; n: number }) {
  const { t } = useTranslation()
  const { value } = useFormat()
  const target =
    metric.target === null
      ? t('metrics.noTarget')
      : t('metrics.target', { value: value(metric.target, metric.unit).text })
  return (
    <span>
      {target} · {t('metrics.sample', { n })}
    </span>
  )
}

function Running({ point, unit }: { point?: Point; unit: string }) {
  const { t } = useTranslation()
  const { period, value } = useFormat()
  if (point?.value == null) return null
  return <span>{t('metrics.running', { period: period(point.period), value: value(point.value, unit).text })}</span>
}

function WhyButton({ series, last }: { series: Series; last: Point }) {
  const { t } = useTranslation()
  const why = useWhy()
  const key = keyFrom(series.subject)
  if (!useMay(acts.explain) || !key) return null
  return <Button onClick={() => why.open({ ...key, period: last.period })}>{t('metrics.why')}</Button>
}
