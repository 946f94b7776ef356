import { Alert, Button, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useFormat } from '@/components/format'

import { headingOf, withRenamed } from '../body/columns'
import type { SourceBody } from '../body/types'
import type { Fit } from '../types'
import css from './wizard.module.css'

interface Props {
  fit: Fit
  source: SourceBody
  onChange: (source: SourceBody) => void
}

/** Asks whether a column that is gone only has a new name; a yes is remembered for the files to come. */
export function Renaming({ fit, source, onChange }: Props) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const [asked, setAsked] = useState(true)
  const open = fit.renamed.filter(
    ({ field, heading }) => field in source.fields && headingOf(source, field) !== heading,
  )
  if (open.length === 0) return null
  const [first] = open
  const title =
    open.length === 1 && first
      ? t('sources.renamedOne', { from: first.column, to: first.heading })
      : t('sources.renamedMany', { count: open.length })
  const accept = () => onChange(withRenamed(source, open))
  const pairs = (
    <ul className={css.pairs}>
      {open.map(({ field, name, column, heading }) => (
        <li key={field}>
          <span className={css.soft}>{said(name)}</span>
          <span>
            <s>{column}</s> → <strong>{heading}</strong>
          </span>
        </li>
      ))}
    </ul>
  )
  return (
    <>
      <Modal
        open={asked}
        title={title}
        okText={t('sources.renamedYes')}
        cancelText={t('sources.renamedNo')}
        onOk={accept}
        onCancel={() => setAsked(false)}
        mask={{ closable: false }}
      >
        {pairs}
        <p>{t('sources.renamedText')}</p>
      </Modal>
      {!asked && (
        <Alert
          type="info"
          showIcon
          title={title}
          description={pairs}
          action={<Button onClick={accept}>{t('sources.renamedYes')}</Button>}
        />
      )}
    </>
  )
}
