import { useTranslation } from 'react-i18next'

import type { Condition } from '../../conditions'
import { useDesk } from '../desk'
import { FieldSelect } from '../FieldSelect'
import { Filter } from '../filter/Filter'
import { Row } from '../Row'
import css from './compute.module.css'

/** One side of a ratio, or what a rate counts: rows, or the sum of a field, of some of them or all. */
export function Parts({ part }: { part: 'numerator' | 'denominator' | 'amount' }) {
  const { t } = useTranslation()
  const { body, change } = useDesk()
  const amount = body.measure?.[part]
  return (
    <div className={css.part} data-path={`measure.${part}`}>
      <h3>{t(`studio.parts.${part}`)}</h3>
      <Row label={t('studio.parts.what')} path={['measure', part, 'sum']}>
        {(id, wrong) => (
          <FieldSelect
            id={id}
            takes="number"
            wrong={wrong}
            clearable
            placeholder={t('studio.justCount')}
            value={amount?.sum}
            onChange={(sum) => change(['measure', part, 'sum'], sum)}
          />
        )}
      </Row>
      <Row label={t('studio.parts.only')} path={['measure', part, 'where']}>
        {() => (
          <Filter
            label={t('studio.parts.onlyOf', { part: t(`studio.parts.${part}`) })}
            value={amount?.where}
            onChange={(where: Condition | undefined) => change(['measure', part, 'where'], where)}
          />
        )}
      </Row>
    </div>
  )
}
