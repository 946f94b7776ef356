import { Select } from 'antd'
import { useTranslation } from 'react-i18next'

import type { MetricDetail } from '@/client/types'
import { useFormat } from '@/components/format'

import { useSeries } from './metrics'
import type { View } from './useView'

interface Props {
  metric: MetricDetail
  view: View
  value: string | undefined
  onChange: (period: string) => void
}

/** The periods of the line above, newest first. */
export function PeriodSelect({ metric, view, value, onChange }: Props) {
  const { t } = useTranslation()
  const { period } = useFormat()
  const asked = { dimension: view.subject?.dimension, subject: view.subject?.key, grain: view.grain, from: view.from }
  const { data } = useSeries(metric.id, asked)
  const options = (data?.points ?? []).map((point) => ({ value: point.period, label: period(point.period) })).reverse()
  return (
    <Select
      aria-label={t('metrics.period')}
      showSearch={{ optionFilterProp: 'label' }}
      value={value}
      options={options}
      onChange={onChange}
      style={{ minWidth: 160 }}
    />
  )
}
