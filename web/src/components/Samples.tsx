import { DownloadOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'

import { fileAddress } from '@/client'
import type { Sample } from '@/client/types'

import { sentence, useFormat } from './format'
import css from './samples.module.css'

/** Files of the example company to download: what each says, and how an export is loaded. */
export function Samples({ samples }: { samples: Sample[] }) {
  const { t } = useTranslation()
  const { said } = useFormat()
  return (
    <ul className={css.samples}>
      {samples.map(({ key, name, about, source }) => (
        <li key={key}>
          <a href={fileAddress(`/story/files/${key}.xlsx`, {})} download>
            <DownloadOutlined /> {name}
          </a>
          <div className={css.about}>{sentence(said(about))}</div>
          {source && (
            <div className={css.about}>
              {t('components.samples.load')} <code>{`zhunsheng load ${source} ${name}`}</code>
            </div>
          )}
        </li>
      ))}
    </ul>
  )
}
