import { Alert, Select } from 'antd'
import { useTranslation } from 'react-i18next'

import { useFormat } from '@/components/format'

import { headingOf, nameOf, withRenamed } from '../body/columns'
import type { SourceBody } from '../body/types'
import type { Fit } from '../types'
import css from './wizard.module.css'

interface Props {
  fit: Fit
  headings: string[]
  source: SourceBody
  onChange: (source: SourceBody) => void
}

/** Columns that the file lacks, before they empty what is known: each may have another name that nobody could guess. */
export function Lacking({ fit, headings, source, onChange }: Props) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const lacking = fit.missing.filter((field) => field in source.fields && !headings.includes(headingOf(source, field)))
  if (lacking.length === 0) return null
  const taken = new Set(Object.keys(source.fields).map((field) => headingOf(source, field)))
  const free = fit.unused.filter((heading) => !taken.has(heading))
  return (
    <Alert
      type="info"
      showIcon
      title={t('sources.lacking', { count: lacking.length })}
      description={
        <>
          <p>{t('sources.lackingText')}</p>
          <ul className={css.pairs}>
            {lacking.map((field) => {
              const column = headingOf(source, field)
              const name = said(nameOf(source, field))
              return (
                <li key={field}>
                  <strong>{name}</strong>
                  {free.length > 0 && (
                    <Select
                      className={css.newName}
                      aria-label={t('sources.lackingNow', { name })}
                      placeholder={t('sources.lackingNow', { name })}
                      options={free.map((heading) => ({ value: heading, label: heading }))}
                      popupMatchSelectWidth={false}
                      onChange={(heading: string) => onChange(withRenamed(source, [{ field, column, heading }]))}
                    />
                  )}
                </li>
              )
            })}
          </ul>
        </>
      }
    />
  )
}
