import { Button } from 'antd'
import { useTranslation } from 'react-i18next'

import { Notice } from '@/components/Notice'

import type { Entity } from '../studio'
import { UsedBy } from '../UsedBy'
import type { Saver } from './saver'

/** In place of a metric that the draft removes. */
export function Removed({ entity, saver }: { entity: Entity; saver: Saver }) {
  const { t } = useTranslation()
  const gone = entity.live === null
  return (
    <Notice
      title={t(gone ? 'studio.gone' : 'studio.removed')}
      text={t(gone ? 'studio.goneText' : 'studio.removedText')}
      action={
        entity.can_undo && (
          <Button type="primary" onClick={() => void saver.act('undo')}>
            {t('studio.bringBack')}
          </Button>
        )
      }
    >
      <UsedBy items={entity.used_by} />
    </Notice>
  )
}
