import { Input, InputNumber } from 'antd'
import { useTranslation } from 'react-i18next'

import { type MetricBody } from './body'
import { useDesk } from './desk'
import css from './editor.module.css'
import { Row } from './Row'

const FIGURES = ['floor', 'ceiling', 'resolution'] as const

/** What the instrument behind the metric can show at all. */
export function Limits() {
  const { t } = useTranslation()
  const { body, shut, change } = useDesk()
  const times = body.unit === '%' ? 100 : 1
  const set = (next: MetricBody['limits']) => change(['limits'], kept(next))
  return (
    <Row label={t('studio.limits')} path={['limits']} hint={t('studio.limitsHint')}>
      {() => (
        <span className={css.line}>
          {FIGURES.map((name) => {
            const value = body.limits?.[name]
            return (
              <InputNumber
                key={name}
                aria-label={t(`studio.limit.${name}`)}
                placeholder={t(`studio.limit.${name}`)}
                disabled={shut}
                value={value === undefined ? null : Number((value * times).toPrecision(12))}
                onChange={(next) =>
                  set({ ...body.limits, [name]: next === null ? undefined : Number((next / times).toPrecision(12)) })
                }
              />
            )
          })}
          {body.limits && (
            <Input
              aria-label={t('studio.limit.because')}
              placeholder={t('studio.limit.because')}
              disabled={shut}
              maxLength={200}
              value={body.limits.because?.zh ?? ''}
              onChange={({ target: { value } }) =>
                set({
                  ...body.limits,
                  because: value ? { zh: value, en: body.limits?.because?.en || value } : undefined,
                })
              }
            />
          )}
        </span>
      )}
    </Row>
  )
}

/** None where nothing of them is given. */
function kept(limits: MetricBody['limits']): MetricBody['limits'] {
  const given: [string, unknown][] = Object.entries(limits ?? {})
  const kept = given.filter(([, value]) => value !== undefined)
  return kept.length > 0 ? Object.fromEntries(kept) : undefined
}
