import { Input, Modal } from 'antd'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { TroubleView } from '@/components/TroubleView'

import { From } from '../changes/From'
import type { Published, ReleaseHead } from '../studio'
import css from './history.module.css'
import { useRestore } from './releases'

interface Props {
  release: ReleaseHead | undefined
  onClose: () => void
  onDone: (outcome: Published) => void
}

/** Publishes an earlier release anew: why, and from which day. */
export function RestoreDialog({ release, onClose, onDone }: Props) {
  const { t } = useTranslation()
  const id = useId()
  const [note, setNote] = useState('')
  const [effective, setEffective] = useState<string | null>(null)
  const restore = useRestore()
  function close() {
    restore.reset()
    onClose()
  }
  const go = () => {
    if (!release) return
    restore.mutate(
      { number: release.number, note: note.trim(), effective },
      {
        onSuccess: (outcome) => {
          onDone(outcome)
          close()
        },
      },
    )
  }
  return (
    <Modal
      open={release !== undefined}
      title={t('studio.history.restoreTitle', { number: release?.number ?? 0 })}
      okText={t('studio.history.restoreDo')}
      confirmLoading={restore.isPending}
      onOk={go}
      onCancel={close}
      destroyOnHidden
    >
      <p>{t('studio.history.restoreText')}</p>
      <label htmlFor={id} className={css.hint}>
        {t('studio.publish.note')}
      </label>
      <Input.TextArea
        id={id}
        autoSize={{ minRows: 2, maxRows: 5 }}
        maxLength={500}
        value={note}
        onChange={({ target }) => setNote(target.value)}
      />
      <From value={effective} onChange={setEffective} />
      {restore.isError && <TroubleView error={restore.error} />}
    </Modal>
  )
}
