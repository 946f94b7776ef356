import { DownloadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'

import { fileAddress } from '@/client'
import { useMay } from '@/client/me'

interface Props {
  path: string
  query: Record<string, string | undefined>
  /** The endpoint's name: whoever may not call it does not see the button. */
  act: string
  size?: 'small'
}

/** The list as it is filtered now, as a workbook. */
export function ExportButton({ path, query, act, size }: Props) {
  const { t } = useTranslation()
  if (!useMay(act)) return null
  return (
    <Button icon={<DownloadOutlined />} href={fileAddress(path, query)} download size={size}>
      {t('components.list.export')}
    </Button>
  )
}
