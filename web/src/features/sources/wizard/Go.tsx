import type { UseQueryResult } from '@tanstack/react-query'
import { UndoOutlined } from '@ant-design/icons'
import { Alert, Button } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { acts } from '@/client/acts'
import { useMay } from '@/client/me'
import { figure, useFormat } from '@/components/format'
import { TroubleView } from '@/components/TroubleView'

import { kindOf } from '../body/slots'
import { usePublish } from '../draft'
import type { Preview, UploadDetail } from '../types'
import { useLoad } from '../uploads'
import type { WorkState } from './useWork'
import css from './wizard.module.css'

interface Props {
  upload: UploadDetail
  state: WorkState
  preview: UseQueryResult<Preview>
  version: number
  /** Whether the source has to be published before the file can be loaded. */
  changed: boolean
}

/** The last step: what will happen, in one sentence, and the one thing to press. */
export function Go({ upload, state, preview, version, changed }: Props) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const publish = usePublish()
  const load = useLoad(upload.id)
  const published = useRef('')
  const [asked, setAsked] = useState(false)
  const mayPeople = useMay(acts.importPeople)
  const { source, dimensions, corrections, matches, replace = {} } = state.work
  const { data } = preview
  const people = kindOf(source) === 'people'
  const forbidden = people && !mayPeople
  const nothing = data !== undefined && data.new + data.changed === 0
  const ready = data !== undefined && data.faults.length === 0 && !preview.isPlaceholderData && !preview.isFetching

  async function go() {
    const text = JSON.stringify(source)
    if (changed && published.current !== text) {
      const done = await publish.mutateAsync({
        source,
        dimensions,
        version,
        note: t('sources.note', { name: upload.name }),
      })
      if (done.release === null) {
        setAsked(true)
        return
      }
      published.current = text
    }
    await load.mutateAsync({ source: source.id, corrections, matches, replace, sheet: upload.sheet })
  }

  const busy = publish.isPending || load.isPending
  const error: unknown = publish.error ?? load.error
  return (
    <div className={css.go}>
      {forbidden && (
        <Alert type="info" showIcon title={t('sources.peopleOnly')} description={t('sources.peopleOnlyText')} />
      )}
      {asked && <Alert type="info" showIcon title={t('sources.asked')} description={t('sources.askedText')} />}
      {Boolean(error) && !busy && (
        <TroubleView
          error={error}
          retry={() => {
            publish.reset()
            load.reset()
          }}
        />
      )}
      <div className={css.goBar}>
        <p>
          {data && ready
            ? nothing
              ? t('sources.goNothing')
              : [
                  t(data.changed > 0 ? 'sources.goRows' : 'sources.goNew', {
                    name: said(source.name),
                    figure: figure(data.new),
                    changed: figure(data.changed),
                  }),
                  data.quarantined > 0 && t('sources.goWaiting', { figure: figure(data.quarantined) }),
                ]
                  .filter(Boolean)
                  .join('')
            : t(data && data.faults.length > 0 ? 'sources.goFaults' : 'sources.goTrying')}
        </p>
        {state.canUndo && (
          <Button type="text" icon={<UndoOutlined />} onClick={state.undo}>
            {t('sources.undo')}
          </Button>
        )}
        <Button
          type="primary"
          size="large"
          disabled={!ready || forbidden || asked || nothing}
          loading={busy}
          onClick={() => void go().catch(() => undefined)} // what went wrong stands above
        >
          {changed ? t('sources.publishAndLoad') : t('sources.load')}
        </Button>
      </div>
    </div>
  )
}
