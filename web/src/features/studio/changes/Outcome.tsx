import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { sentence, useFormat } from '@/components/format'

import type { Published } from '../studio'
import css from './changes.module.css'

/** What became of a publication. */
export function Outcome({ outcome, onClose }: { outcome: Published; onClose: () => void }) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const { release, remarks } = outcome
  return (
    <Alert
      className={css.outcome}
      type={release === null ? 'info' : 'success'}
      showIcon
      closable={{ onClose }}
      title={release === null ? t('studio.outcome.asked') : t('studio.outcome.published', { release })}
      description={
        <>
          <p>{t(release === null ? 'studio.outcome.askedText' : 'studio.outcome.publishedText')}</p>
          {remarks.length > 0 && (
            <ul className={css.said}>
              {remarks.map((remark, index) => (
                <li key={`${remark.code} ${index}`}>
                  {sentence(said(remark.what))}{' '}
                  {remark.todo && <span className={css.hint}>{sentence(said(remark.todo))}</span>}
                </li>
              ))}
            </ul>
          )}
          {release !== null && <Link to={`/studio/history/${release}`}>{t('studio.outcome.see')}</Link>}
        </>
      }
    />
  )
}
