import { ArrowRightOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'

import { Change } from '@/components/Change'
import { Value } from '@/components/Value'

import type { Tried, TriedRow } from '../../studio'
import css from './effect.module.css'

/** The company's number, before and after. */
export function Company({ row, tried }: { row: TriedRow; tried: Tried }) {
  const { t } = useTranslation()
  const { unit } = tried.metric
  return (
    <div className={css.company}>
      <span className={css.hint}>{t('studio.effect.company')}</span>
      <div className={css.pair}>
        {row.before && (
          <>
            <span className={css.before}>
              <Value {...row.before} unit={tried.before_unit ?? unit} />
            </span>
            <ArrowRightOutlined aria-label={t('studio.effect.becomes')} />
          </>
        )}
        {row.after && <Value {...row.after} unit={unit} size="medium" />}
      </div>
      {row.change !== null && <Change difference={row.change} unit={unit} against={t('studio.effect.against')} />}
    </div>
  )
}
