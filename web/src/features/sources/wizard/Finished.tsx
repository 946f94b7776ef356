import { CheckCircleFilled } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Button, Progress } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { Await } from '@/components/Await'
import { figure } from '@/components/format'

import { putAway } from '../list/tray'
import { useReceipt } from '../sources'
import type { Receipt, UploadDetail } from '../types'
import { CountBar } from './CountBar'
import { forgetWork } from './useWork'
import css from './wizard.module.css'

/** A file that is being loaded, or was. */
export function Finished({ upload }: { upload: UploadDetail }) {
  return upload.state === 'loaded' && upload.batch !== null ? (
    <Loaded id={upload.id} batch={upload.batch} />
  ) : (
    <Loading upload={upload} />
  )
}

function Loading({ upload }: { upload: UploadDetail }) {
  const { t } = useTranslation()
  const { done, total } = upload.progress ?? { done: 0, total: upload.rows }
  const left = useTimeLeft(done, total)
  const share = total ? Math.min(99, Math.round((done / total) * 100)) : 0
  return (
    <section className={css.loading} aria-live="polite">
      <h2>{t('sources.loading')}</h2>
      <Progress percent={share} status="active" />
      <p className={css.soft}>
        {total ? t('sources.loadingRows', { done: figure(done), total: figure(total) }) : t('sources.loadingBegins')}
        {left !== null && `${t('sources.and')}${left < 5 ? t('sources.leftSoon') : t('sources.left', { count: left })}`}
      </p>
      <p className={css.soft}>{t('sources.loadingLeave')}</p>
    </section>
  )
}

/** Seconds that are left, by how fast it went so far. */
function useTimeLeft(done: number, total: number | null): number | null {
  const first = useRef<{ at: number; done: number }>(undefined)
  const [left, setLeft] = useState<number | null>(null)
  useEffect(() => {
    first.current ??= { at: Date.now(), done }
    const seconds = (Date.now() - first.current.at) / 1000
    const rate = (done - first.current.done) / seconds
    if (total && rate > 0) setLeft(Math.max(0, Math.ceil((total - done) / rate)))
  }, [done, total])
  return left
}

const MOVED = ['sources', 'receipts', 'start', 'metrics', 'today']

function Loaded({ id, batch }: { id: string; batch: number }) {
  const client = useQueryClient()
  useEffect(() => {
    putAway(id)
    forgetWork(id)
    for (const key of MOVED) void client.invalidateQueries({ queryKey: [key] })
  }, [client, id])
  return <Await query={useReceipt(batch)}>{(receipt) => <Done receipt={receipt} />}</Await>
}

function Done({ receipt }: { receipt: Receipt }) {
  const { t } = useTranslation()
  const source = encodeURIComponent(receipt.source)
  if (receipt.state === 'accepted') {
    return (
      <section className={css.loading} aria-live="polite">
        <h2>{t('sources.settling')}</h2>
        <Progress percent={99} status="active" showInfo={false} />
        <p className={css.soft}>{t('sources.settlingText')}</p>
      </section>
    )
  }
  return (
    <section className={css.done}>
      <h2>
        <CheckCircleFilled aria-hidden="true" /> {t('sources.done')}
      </h2>
      <p className={css.soft}>
        {t('sources.doneText', { name: receipt.name, figure: figure(receipt.new + receipt.changed) })}
        {receipt.quarantined > 0 && t('sources.doneWaiting', { figure: figure(receipt.quarantined) })}
      </p>
      <CountBar counts={receipt} />
      <div className={css.buttons}>
        <Link to={`/studio/metrics/new?source=${source}`}>
          <Button type="primary">{t('sources.makeNumber')}</Button>
        </Link>
        <Link to={`/sources/${source}`}>
          <Button>{t('sources.toSource')}</Button>
        </Link>
        {receipt.quarantined > 0 && (
          <Link to={`/sources/${source}?tab=waiting`}>
            <Button>{t('sources.toWaiting')}</Button>
          </Link>
        )}
        <Link to="/sources">
          <Button type="text">{t('sources.another')}</Button>
        </Link>
      </div>
    </section>
  )
}
