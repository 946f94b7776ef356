import { UploadOutlined } from '@ant-design/icons'
import { Button, type ButtonProps, Upload } from 'antd'
import { useTranslation } from 'react-i18next'

import type { useHandIn } from './useHandIn'

export const ACCEPTED = '.xlsx,.xls,.csv,.tsv,.txt'

interface Props {
  handIn: ReturnType<typeof useHandIn>
  type?: ButtonProps['type']
  words?: string
}

/** Picks files from the computer or the phone. */
export function PickFile({ handIn, type = 'primary', words }: Props) {
  const { t } = useTranslation()
  return (
    <Upload
      accept={ACCEPTED}
      multiple
      showUploadList={false}
      beforeUpload={(file, all) => {
        if (file === all[0]) handIn.mutate({ files: all })
        return false
      }}
    >
      <Button type={type} icon={<UploadOutlined />} loading={handIn.isPending}>
        {words ?? t('sources.upload')}
      </Button>
    </Upload>
  )
}
