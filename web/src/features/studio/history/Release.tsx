import { DownloadOutlined } from '@ant-design/icons'
import { Button, Tag } from 'antd'
import { useTranslation } from 'react-i18next'

import { fileAddress } from '@/client'
import { Await } from '@/components/Await'
import { sentence, useFormat } from '@/components/format'

import { useNames } from '../people'
import type { ReleaseHead } from '../studio'
import css from './history.module.css'
import { useRelease } from './releases'

interface Props {
  release: ReleaseHead
  open: boolean
  onToggle: (open: boolean) => void
  onRestore: (() => void) | undefined
}

/** One release on the line of time; opened, what it changed in words. */
export function Release({ release, open, onToggle, onRestore }: Props) {
  const { t } = useTranslation()
  const { moment, date } = useFormat()
  const nameOf = useNames()
  const { number, newest } = release
  return (
    <li className={newest ? css.now : undefined}>
      <time dateTime={release.published_at}>{moment(release.published_at)}</time>
      <div className={css.release}>
        <button type="button" className={css.open} aria-expanded={open} onClick={() => onToggle(!open)}>
          <b>{t('studio.history.number', { number })}</b>
          {newest && <Tag className={css.newest}>{t('studio.history.newest')}</Tag>}
          <span>{release.note || t('studio.history.noNote')}</span>
        </button>
        <div className={css.facts}>
          {release.author && <span>{nameOf(release.author, release.author_name)}</span>}
          {release.nobody_else && <span>{t('studio.history.nobodyElse')}</span>}
          {release.agreed && (
            <span>{t('studio.history.agreed', { who: nameOf(release.agreed, release.agreed_name) })}</span>
          )}
          <span>
            {release.effective
              ? t('studio.history.since', { date: date(release.effective) })
              : t('studio.publish.presets.ever')}
          </span>
          <span>{t('studio.history.changes', { count: release.changes })}</span>
        </div>
        {open && <What number={number} />}
        <div className={css.buttons}>
          <Button
            size="small"
            icon={<DownloadOutlined />}
            href={fileAddress('/bundle.zip', { release: String(number) })}
            download
          >
            {t('studio.history.export')}
          </Button>
          {onRestore && (
            <Button size="small" onClick={onRestore}>
              {t('studio.history.restore')}
            </Button>
          )}
        </div>
      </div>
    </li>
  )
}

function What({ number }: { number: number }) {
  const { t } = useTranslation()
  const { said } = useFormat()
  return (
    <Await query={useRelease(number)}>
      {(release) =>
        release.said.length > 0 ? (
          <ul className={css.said}>
            {release.said.map(({ text }) => (
              <li key={text.zh}>{sentence(said(text))}</li>
            ))}
          </ul>
        ) : (
          <p className={css.hint}>{t('studio.history.nothing')}</p>
        )
      }
    </Await>
  )
}
