import { InputNumber } from 'antd'
import { useTranslation } from 'react-i18next'

import type { Condition } from '../../conditions'
import { useDesk } from '../desk'
import { Filter } from '../filter/Filter'
import { Row } from '../Row'

const USUAL = 90

/** Which events begin and end what lasts. */
export function Events() {
  const { t } = useTranslation()
  const { body, shut, change } = useDesk()
  return (
    <>
      {(['start', 'end'] as const).map((which) => {
        const value = body.measure?.[which]
        return (
          <Row key={which} label={t(`studio.slots.${which}_event`)} path={['measure', which]}>
            {() => (
              <Filter
                label={t(`studio.slots.${which}_event`)}
                value={typeof value === 'string' ? undefined : value}
                onChange={(next: Condition | undefined) => change(['measure', which], next)}
              />
            )}
          </Row>
        )
      })}
      <Row label={t('studio.within')} path={['measure', 'within_days']} hint={t('studio.withinHint')}>
        {(id, wrong) => (
          <InputNumber
            id={id}
            disabled={shut}
            status={wrong ? 'error' : undefined}
            min={1}
            max={3660}
            precision={0}
            suffix={t('studio.times.day')}
            value={body.measure?.within_days ?? USUAL}
            onChange={(days) => change(['measure', 'within_days'], days === USUAL ? undefined : (days ?? undefined))}
          />
        )}
      </Row>
    </>
  )
}
