import { CameraOutlined, CheckOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { Button, Upload } from 'antd'
import { useTranslation } from 'react-i18next'

import { api, told } from '@/client'
import { asTrouble } from '@/client/trouble'

import { sentence, useFormat } from '../format'
import css from './filling.module.css'

const KINDS = 'image/*,video/mp4,video/quicktime,audio/*,.pdf,.txt,.csv,.xlsx,.docx,.pptx'

function show(file: File) {
  const body = new FormData()
  body.set('file', file)
  return told(api.POST('/api/v1/evidence', { body: { file: file.name }, bodySerializer: () => body }))
}

interface Props {
  id: string
  value: string
  onChange: (digest: string) => void
}

/** A photo or a file that shows what was said; the form names it by what the server calls it. */
export function Evidence({ id, value, onChange }: Props) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const send = useMutation({ mutationFn: show, onSuccess: ({ evidence }) => onChange(evidence) })
  const [problem] = send.isError ? asTrouble(send.error).problems : []
  return (
    <div className={css.evidence}>
      <Upload
        accept={KINDS}
        showUploadList={false}
        beforeUpload={(file) => {
          send.mutate(file)
          return false
        }}
      >
        <Button id={id} size="large" block icon={<CameraOutlined />} loading={send.isPending}>
          {t(value ? 'components.filling.otherFile' : 'components.filling.file')}
        </Button>
      </Upload>
      {value && send.data && (
        <p className={css.shown}>
          <CheckOutlined /> {send.data.name}
        </p>
      )}
      {send.isError && (
        <p className={css.wrong} role="alert">
          {problem ? sentence(said(problem.what)) : t('components.filling.failed')}{' '}
          {problem?.todo && sentence(said(problem.todo))}
        </p>
      )}
    </div>
  )
}
