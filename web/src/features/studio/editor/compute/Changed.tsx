import { Segmented } from 'antd'
import { useTranslation } from 'react-i18next'

import { useDesk } from '../desk'
import { Row } from '../Row'
import { MetricSelect } from './MetricSelect'

/** Which metric's change, against which period. */
export function Changed() {
  const { t } = useTranslation()
  const { body, shut, change } = useDesk()
  return (
    <>
      <Row label={t('studio.slots.metric')} path={['measure', 'metric']}>
        {(id, wrong) => (
          <MetricSelect
            id={id}
            wrong={wrong}
            value={body.measure?.metric}
            onChange={(metric) => change(['measure', 'metric'], metric)}
          />
        )}
      </Row>
      <Row label={t('studio.against')} path={['measure', 'against']}>
        {(id) => (
          <Segmented
            id={id}
            disabled={shut}
            value={body.measure?.against ?? 'previous'}
            options={(['previous', 'year_before'] as const).map((one) => ({
              value: one,
              label: t(`studio.againsts.${one}`),
            }))}
            onChange={(against) => change(['measure', 'against'], against)}
          />
        )}
      </Row>
    </>
  )
}
