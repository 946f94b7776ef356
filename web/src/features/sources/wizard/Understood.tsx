import { CheckCircleOutlined, PlusCircleOutlined, QuestionCircleOutlined } from '@ant-design/icons'
import { Radio } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import { useFormat } from '@/components/format'

import { asSource } from '../body/types'
import type { Fit, UploadDetail } from '../types'
import { Numbered } from './Numbered'
import css from './wizard.module.css'

const SHOWN = 3

interface Props {
  upload: UploadDetail
  target: string
  onTarget: (source: string) => void
  sheets: ReactNode
}

/** The first step: what the file was understood as; another reading is one click away. */
export function Understood({ upload, target, onTarget, sheets }: Props) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const fitWords = useFitWords()
  const fits = upload.fits.filter((fit, at) => at < SHOWN || fit.source === target)
  const proposed = asSource(upload.proposal.source)
  return (
    <Numbered number={1} title={t('sources.understood')} end={sheets}>
      <Radio.Group className={css.targets} value={target} onChange={(event) => onTarget(event.target.value as string)}>
        {fits.map((fit) => (
          <Radio key={fit.source} value={fit.source} className={css.target}>
            <span className={css.targetIcon}>{fit.certain ? <CheckCircleOutlined /> : <QuestionCircleOutlined />}</span>
            <span>
              <strong>{t('sources.isOf', { name: said(fit.name) })}</strong>
              <span className={css.soft}>{fitWords(fit)}</span>
            </span>
          </Radio>
        ))}
        <Radio value="new" className={css.target}>
          <span className={css.targetIcon}>
            <PlusCircleOutlined />
          </span>
          <span>
            <strong>{t('sources.isNew')}</strong>
            <span className={css.soft}>{t('sources.isNewText', { name: said(proposed.name) })}</span>
          </span>
        </Radio>
      </Radio.Group>
    </Numbered>
  )
}

function useFitWords() {
  const { t } = useTranslation()
  return ({ certain, renamed, missing, unused }: Fit) => {
    if (certain) return t('sources.fitCertain')
    const parts = [
      renamed.length > 0 && t('sources.fitRenamed', { count: renamed.length }),
      missing.length > 0 && t('sources.fitMissing', { count: missing.length }),
      unused.length > 0 && t('sources.fitUnused', { count: unused.length }),
    ].filter(Boolean)
    return parts.length > 0 ? parts.join(t('sources.and')) : t('sources.fitPerhaps')
  }
}
