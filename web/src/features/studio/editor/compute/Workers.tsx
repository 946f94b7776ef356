import { Segmented, Select } from 'antd'
import { useTranslation } from 'react-i18next'

import { useDesk } from '../desk'
import css from '../editor.module.css'
import { Row } from '../Row'

const EVERYBODY = 'everybody'
const DIMENSIONS = ['position', 'unit', 'region'] as const

/** Per which time at work, and whose. */
export function Workers() {
  const { t } = useTranslation()
  const { body, shut, change } = useDesk()
  const of = body.measure?.of
  return (
    <>
      <Row label={t('studio.atWork')} path={['measure', 'per']}>
        {(id) => (
          <Segmented
            id={id}
            disabled={shut}
            value={body.measure?.per ?? 'day'}
            options={(['day', 'hour'] as const).map((per) => ({ value: per, label: t(`studio.atWorks.${per}`) }))}
            onChange={(per) => change(['measure', 'per'], per)}
          />
        )}
      </Row>
      <Row label={t('studio.workers')} path={['measure', 'of']} hint={t('studio.workersHint')}>
        {(id, wrong) => (
          <span className={css.line}>
            <Select
              id={id}
              disabled={shut}
              value={of?.dimension ?? EVERYBODY}
              options={[EVERYBODY, ...DIMENSIONS].map((one) => ({
                value: one,
                label: t(`studio.workersOf.${one as 'everybody' | 'position' | 'unit' | 'region'}`),
              }))}
              onChange={(dimension) =>
                change(['measure', 'of'], dimension === EVERYBODY ? undefined : { dimension, members: [] })
              }
            />
            {of && (
              <Select
                mode="tags"
                className={css.wide}
                aria-label={t('studio.members')}
                placeholder={t('studio.members')}
                disabled={shut}
                status={wrong ? 'error' : undefined}
                open={false}
                suffix={null}
                tokenSeparators={['、', '，', ',']}
                value={of.members ?? []}
                onChange={(members: string[]) => change(['measure', 'of', 'members'], members)}
              />
            )}
          </span>
        )}
      </Row>
    </>
  )
}
