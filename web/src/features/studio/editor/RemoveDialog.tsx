import { Modal } from 'antd'
import { useTranslation } from 'react-i18next'

import { useFormat } from '@/components/format'

import type { Entity } from '../studio'
import { UsedBy } from '../UsedBy'
import css from './editor.module.css'

interface Props {
  entity: Entity
  open: boolean
  onClose: () => void
  onRemove: () => void
}

/** What stands on a metric, before it is removed in the draft. */
export function RemoveDialog({ entity, open, onClose, onRemove }: Props) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const used = entity.used_by.length > 0
  return (
    <Modal
      open={open}
      title={t('studio.removeTitle', { name: entity.name ? said(entity.name) : entity.id })}
      okText={t('studio.removeDo')}
      onCancel={onClose}
      onOk={() => {
        onClose()
        onRemove()
      }}
    >
      <p>{t('studio.removeText')}</p>
      {used && <p className={css.hint}>{t('studio.removeUsed')}</p>}
      {used && <UsedBy items={entity.used_by} />}
    </Modal>
  )
}
