import { DownloadOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'

import { fileAddress } from '@/client'
import { useStartSamples } from '@/client/start'
import { sentence, useFormat } from '@/components/format'

import css from '../sources.module.css'

/** Files of an invented company to try with, messy as real exports are, for the sources there are. */
export function SampleFiles({ sources }: { sources: string[] }) {
  const { t } = useTranslation()
  const { said, language } = useFormat()
  const { data } = useStartSamples()
  const files = data?.items.filter(({ source }) => sources.includes(source)) ?? []
  const trades = new Set(files.map(({ industry }) => industry))
  const shown = files.filter(({ industry }) => trades.size === 1 || whole(industry))
  function whole(industry: string) {
    const own = data?.items.filter((one) => one.industry === industry) ?? []
    return own.every(({ source }) => sources.includes(source))
  }
  if (shown.length === 0) return null
  return (
    <details className={css.samples}>
      <summary>{t('sources.samples')}</summary>
      <ul>
        {shown.map(({ key, name, about }) => (
          <li key={key}>
            <a href={fileAddress(`/start/samples/${key}.xlsx`, { language })} download>
              <DownloadOutlined /> {name}
            </a>
            <span className={css.soft}>{sentence(said(about))}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
