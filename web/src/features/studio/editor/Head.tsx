import {
  ArrowLeftOutlined,
  CheckOutlined,
  EllipsisOutlined,
  LoadingOutlined,
  RedoOutlined,
  UndoOutlined,
  WarningOutlined,
} from '@ant-design/icons'
import { Button, Dropdown, Tooltip } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { useFormat } from '@/components/format'
import { PageHead } from '@/components/PageHead'

import { Standing } from '../Standing'
import type { Entity } from '../studio'
import type { MetricBody } from './body'
import css from './editor.module.css'
import { RemoveDialog } from './RemoveDialog'
import type { Editing, Saver } from './saver'

interface Props {
  entity: Entity
  saver: Saver
  state: Editing
  may: boolean
}

/** The metric's name, whether everything is saved, and what can be taken back. */
export function Head({ entity, saver, state, may }: Props) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const [removing, setRemoving] = useState(false)
  const name = (state.body as MetricBody | null)?.name
  const title =
    name?.zh || name?.en ? said({ zh: name.zh || (name.en ?? ''), en: name.en ?? '' }) : titleOf(entity, said)
  const busy = state.phase === 'moved'
  return (
    <>
      <PageHead
        title={title || t('studio.unnamed')}
        above={
          <Link to="/studio" className={css.back}>
            <ArrowLeftOutlined /> {t('studio.back')}
          </Link>
        }
        actions={
          may && (
            <>
              <Tooltip title={t('studio.undoKeys')}>
                <Button
                  icon={<UndoOutlined />}
                  aria-label={t('studio.undo')}
                  disabled={!entity.can_undo || busy}
                  onClick={() => void saver.act('undo')}
                />
              </Tooltip>
              <Tooltip title={t('studio.redo')}>
                <Button
                  icon={<RedoOutlined />}
                  aria-label={t('studio.redo')}
                  disabled={!entity.can_redo || busy}
                  onClick={() => void saver.act('redo')}
                />
              </Tooltip>
              <Dropdown
                trigger={['click']}
                menu={{
                  items: [
                    {
                      key: 'discard',
                      label: t(entity.live ? 'studio.discard' : 'studio.discardNew'),
                      disabled: entity.standing === 'live',
                      onClick: () => void saver.act('discard'),
                    },
                    {
                      key: 'remove',
                      label: t('studio.remove'),
                      disabled: entity.standing === 'removed' || !entity.live,
                      onClick: () => setRemoving(true),
                    },
                  ],
                }}
              >
                <Button icon={<EllipsisOutlined />} aria-label={t('studio.more')} />
              </Dropdown>
            </>
          )
        }
      />
      <div className={css.under}>
        <Standing standing={entity.standing} />
        <code className={css.id}>{entity.id}</code>
        <span className={css.saved} role="status">
          <Saved state={state} />
        </span>
      </div>
      <RemoveDialog
        entity={entity}
        open={removing}
        onClose={() => setRemoving(false)}
        onRemove={() => void saver.act('remove')}
      />
    </>
  )
}

const titleOf = (entity: Entity, said: ReturnType<typeof useFormat>['said']) => (entity.name ? said(entity.name) : '')

/** Whether what was typed has arrived. */
function Saved({ state }: { state: Editing }): ReactNode {
  const { t } = useTranslation()
  const { moment } = useFormat()
  switch (state.phase) {
    case 'saved':
      return (
        state.savedAt && (
          <>
            <CheckOutlined aria-hidden="true" /> {t('studio.saved', { at: moment(state.savedAt) })}
          </>
        )
      )
    case 'waiting':
    case 'saving':
      return (
        <>
          <LoadingOutlined aria-hidden="true" /> {t('studio.saving')}
        </>
      )
    case 'moved':
    case 'failed': {
      const why = state.trouble?.code === 'offline' ? t('studio.offline') : (state.trouble?.message ?? '')
      return (
        <span className={css.wrong}>
          <WarningOutlined aria-hidden="true" /> {t('studio.notSaved', { why })}
        </span>
      )
    }
  }
}
