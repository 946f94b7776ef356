import { InboxOutlined } from '@ant-design/icons'
import { Alert, Spin } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { asTrouble } from '@/client/trouble'
import { sentence, useFormat } from '@/components/format'
import { ProblemList } from '@/components/ProblemList'

import css from '../sources.module.css'
import type { Handed, useHandIn } from './useHandIn'

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

interface Props {
  handIn: ReturnType<typeof useHandIn>
  children: ReactNode
}

/** A page that takes a file wherever it is let go, and a table that is pasted. */
export function DropPage({ handIn, children }: Props) {
  const { t } = useTranslation()
  const over = useFileDrop(handIn.mutate, t('sources.pastedName'))
  return (
    <>
      {over && (
        <div className={css.over} aria-hidden="true">
          <div>
            <InboxOutlined />
            <strong>{t('sources.letGo')}</strong>
            <span>{t('sources.kinds')}</span>
          </div>
        </div>
      )}
      {handIn.isPending && (
        <div className={css.reading} role="status">
          <Spin size="small" /> {t('sources.reading')}
        </div>
      )}
      {handIn.isError && <Refused error={handIn.error} onClose={handIn.reset} />}
      {children}
    </>
  )
}

/** A file that was not taken: which, why, and what to do; the page stays as it was. */
function Refused({ error, onClose }: { error: unknown; onClose: () => void }) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const { problems, code, detail } = asTrouble(error)
  const [first] = problems
  const place = first?.place ? t('sources.notTaken', { name: first.place }) : t('sources.notTakenFile')
  return (
    <Alert
      className={css.refusedFile}
      type="error"
      showIcon
      closable={{ onClose }}
      title={place}
      description={
        <>
          {problems.length < 2 && (
            <p>{sentence(first ? said(first.what) : code === 'offline' ? t('components.trouble.offline') : detail)}</p>
          )}
          <ProblemList problems={problems} />
        </>
      }
    />
  )
}

/** Whether a file hangs over the page; takes it when it is let go, and what is pasted beside any field. */
function useFileDrop(take: (handed: Handed) => void, pastedName: string): boolean {
  const [depth, setDepth] = useState(0)
  useEffect(() => {
    function enter(event: DragEvent) {
      if (carriesFiles(event)) setDepth((before) => before + 1)
    }
    function leave(event: DragEvent) {
      if (carriesFiles(event)) setDepth((before) => Math.max(0, before - 1))
    }
    function hold(event: DragEvent) {
      if (carriesFiles(event)) event.preventDefault() // else the browser would open the file and leave the page
    }
    function drop(event: DragEvent) {
      if (!carriesFiles(event)) return
      event.preventDefault()
      event.stopPropagation() // taken here alone, also where it was let go over a button that takes files
      setDepth(0)
      const files = [...(event.dataTransfer?.files ?? [])]
      if (files.length > 0) take({ files })
    }
    function paste(event: ClipboardEvent) {
      if (typing(event.target)) return
      const files = [...(event.clipboardData?.files ?? [])]
      const text = event.clipboardData?.getData('text/plain') ?? ''
      if (files.length > 0) take({ files })
      else if (text.includes('\n') || text.includes('\t')) take({ text, name: pastedName })
    }
    const listeners = { dragenter: enter, dragleave: leave, dragover: hold, drop, paste } as const
    const all = Object.entries(listeners) as [string, EventListener][]
    for (const [name, listener] of all) window.addEventListener(name, listener, true)
    return () => {
      for (const [name, listener] of all) window.removeEventListener(name, listener, true)
    }
  }, [take, pastedName])
  return depth > 0
}
