import { Alert, Button, Modal } from 'antd'
import { useTranslation } from 'react-i18next'

import { sentence, useFormat } from '@/components/format'

import { useNames } from '../people'
import type { Editing, Saver } from './saver'
import css from './editor.module.css'

/** Somebody else saved in between: theirs or mine, with nothing lost either way. */
export function Moved({ saver, state }: { saver: Saver; state: Editing }) {
  const { t } = useTranslation()
  const { said, moment } = useFormat()
  const { theirs, mine } = state
  const nameOf = useNames()
  const who = theirs?.by ? nameOf(theirs.by, theirs.by_name) : t('studio.somebody')
  return (
    <>
      <Modal
        open={theirs !== null}
        closable={false}
        keyboard={false}
        mask={{ closable: false }}
        title={t('studio.moved.title', { who })}
        footer={[
          <Button key="theirs" onClick={() => saver.takeTheirs()}>
            {t('studio.moved.theirs')}
          </Button>,
          <Button key="mine" type="primary" disabled={!state.body} onClick={() => void saver.keepMine()}>
            {t('studio.moved.mine')}
          </Button>,
        ]}
      >
        {theirs && (
          <>
            <p>{t('studio.moved.text', { who, at: theirs.at ? moment(theirs.at) : '' })}</p>
            <h3 className={css.small}>{t('studio.moved.said', { who })}</h3>
            {theirs.said.length > 0 ? (
              <ul className={css.saidList}>
                {theirs.said.map((text) => (
                  <li key={text.zh}>{sentence(said(text))}</li>
                ))}
              </ul>
            ) : (
              <p className={css.hint}>{t(theirs.body ? 'studio.moved.asLive' : 'studio.moved.removed')}</p>
            )}
          </>
        )}
      </Modal>
      {mine && (
        <Alert
          className={css.alert}
          type="info"
          showIcon
          title={t('studio.moved.kept')}
          action={
            <Button size="small" onClick={() => saver.bringBack()}>
              {t('studio.moved.bring')}
            </Button>
          }
          closable={{ onClose: () => saver.letGo() }}
        />
      )}
    </>
  )
}
