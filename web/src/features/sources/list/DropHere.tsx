import { InboxOutlined } from '@ant-design/icons'
import { Upload } from 'antd'
import { useTranslation } from 'react-i18next'

import css from '../sources.module.css'
import { ACCEPTED } from './PickFile'
import type { useHandIn } from './useHandIn'

/** A place for the first file; what is let go or pasted anywhere else on the page is taken too. */
export function DropHere({ handIn, title }: { handIn: ReturnType<typeof useHandIn>; title: string }) {
  const { t } = useTranslation()
  return (
    <Upload
      className={css.here}
      accept={ACCEPTED}
      multiple
      showUploadList={false}
      beforeUpload={(file, all) => {
        if (file === all[0]) handIn.mutate({ files: all })
        return false
      }}
    >
      <div className={css.hereWords}>
        <InboxOutlined />
        <strong>{title}</strong>
        <span className={css.soft}>{t('sources.hereHint')}</span>
        <span className={css.soft}>{t('sources.paste')}</span>
      </div>
    </Upload>
  )
}
