import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import type { Head, MetricDetail } from '@/client/types'
import { useFormat } from '@/components/format'

import css from './metrics.module.css'

/** What the metric is: its sentence, sources and version, and what it is made of. */
export function Definition({ metric }: { metric: MetricDetail }) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const sources = metric.sources.map((source) => `${source.system} · ${said(source.name)}`)
  return (
    <section className={css.panel}>
      <h2>{t('metrics.definition')}</h2>
      <p className={css.formula}>{said(metric.sentence)}</p>
      <dl className={css.definition}>
        <dt>{t('metrics.direction')}</dt>
        <dd>{t(`metrics.directions.${metric.direction}`)}</dd>
        {metric.owner && <dt>{t('metrics.owner')}</dt>}
        {metric.owner && <dd>{metric.owner}</dd>}
        {sources.length > 0 && <dt>{t('metrics.sources')}</dt>}
        {sources.length > 0 && <dd>{sources.join(' / ')}</dd>}
        <dt>{t('metrics.release')}</dt>
        <dd>{t('metrics.releaseNo', { release: metric.release })}</dd>
        <Chain title={t('metrics.inputs')} metrics={metric.inputs} />
        <Chain title={t('metrics.usedBy')} metrics={metric.used_by} />
      </dl>
    </section>
  )
}

function Chain({ title, metrics }: { title: string; metrics: Head[] }) {
  const { said } = useFormat()
  if (metrics.length === 0) return null
  return (
    <>
      <dt>{title}</dt>
      <dd className={css.chain}>
        {metrics.map((metric) => (
          <Link key={metric.id} to={`/metrics/${encodeURIComponent(metric.id)}`}>
            {said(metric.name)}
          </Link>
        ))}
      </dd>
    </>
  )
}
