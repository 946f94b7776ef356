import { Segmented, Select } from 'antd'
import { useTranslation } from 'react-i18next'

import type { MetricDetail, Series } from '@/client/types'
import { useFormat } from '@/components/format'

import css from './metrics.module.css'
import { SubjectSelect } from './SubjectSelect'
import { SPANS, textOf, type View } from './useView'

/** What is asked anew about another subject: the opened number, and how the old one was broken down. */
const FRESH = { why: undefined, rows: undefined, by: undefined, q: undefined, page: undefined }

interface Props {
  metric: MetricDetail
  view: View
  series: Series | undefined
}

/** What is looked at: whose number, by which grain, how far back, against whom. */
export function Controls({ metric, view, series }: Props) {
  const { t } = useTranslation()
  const { named } = useFormat()
  return (
    <div className={css.controls}>
      <div className={css.control}>
        <label htmlFor="subject">{t('metrics.of')}</label>
        <SubjectSelect
          id="subject"
          metric={metric}
          value={view.subject}
          name={series && named(series.subject)}
          onChange={(subject) => view.change({ ...FRESH, dimension: subject?.dimension, subject: subject?.key })}
        />
      </div>
      <div className={css.control}>
        <label htmlFor="compare">{t('metrics.compare')}</label>
        <SubjectSelect
          id="compare"
          metric={metric}
          value={view.compare}
          name={series?.comparison ? named(series.comparison.subject) : undefined}
          placeholder={t('metrics.compareNone')}
          onChange={(subject) => view.change({ compare: subject ? textOf(subject) : undefined })}
        />
      </div>
      {view.grains.length > 1 && (
        <Segmented
          value={view.grain}
          options={view.grains.map((grain) => ({ value: grain, label: t(`components.grain.${grain}`) }))}
          onChange={(grain) => view.change({ grain, period: undefined, span: undefined })}
        />
      )}
      <Select
        aria-label={t('metrics.span')}
        value={view.span}
        options={SPANS.map((span) => ({ value: span, label: t(`metrics.spans.${span}`) }))}
        onChange={(span) => view.change({ span })}
        style={{ minWidth: 112 }}
      />
    </div>
  )
}
