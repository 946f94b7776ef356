import { InputNumber, Segmented, Select } from 'antd'
import { useTranslation } from 'react-i18next'

import { useDesk } from '../desk'
import { Row } from '../Row'
import css from '../editor.module.css'

const PER = ['minute', 'hour', 'day'] as const
const STATISTICS = ['median', 'mean', 'percentile'] as const
type Statistic = (typeof STATISTICS)[number]

/** In what a duration is measured, and which of many durations is told. */
export function Lasting() {
  const { t } = useTranslation()
  const { body, shut, change } = useDesk()
  const share = body.measure?.percentile
  const statistic: Statistic = share === undefined || share === 50 ? 'median' : share === null ? 'mean' : 'percentile'
  const shares: Record<Statistic, number | null | undefined> = { median: undefined, mean: null, percentile: 90 }
  return (
    <>
      <Row label={t('studio.per')} path={['measure', 'per']}>
        {(id) => (
          <Segmented
            id={id}
            disabled={shut}
            value={body.measure?.per ?? 'day'}
            options={PER.map((per) => ({ value: per, label: t(`studio.times.${per}`) }))}
            onChange={(per) => change(['measure', 'per'], per === 'day' ? undefined : per)}
          />
        )}
      </Row>
      <Row label={t('studio.statistic')} path={['measure', 'percentile']}>
        {(id, wrong) => (
          <span className={css.line}>
            <Select
              id={id}
              disabled={shut}
              status={wrong ? 'error' : undefined}
              value={statistic}
              options={STATISTICS.map((one) => ({ value: one, label: t(`studio.statistics.${one}`) }))}
              onChange={(next) => change(['measure', 'percentile'], shares[next])}
            />
            {statistic === 'percentile' && (
              <InputNumber
                aria-label={t('studio.percentile')}
                disabled={shut}
                min={1}
                max={99}
                value={share}
                onChange={(next) => change(['measure', 'percentile'], next ?? undefined)}
              />
            )}
          </span>
        )}
      </Row>
    </>
  )
}
