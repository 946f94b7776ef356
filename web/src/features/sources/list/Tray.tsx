import { CloseOutlined, FileExcelOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { useFormat } from '@/components/format'
import { figure } from '@/components/format'

import css from '../sources.module.css'
import { useUpload } from '../uploads'
import { putAway, putBy, useTray, type Waiting } from './tray'

/** Files that were handed in and are not loaded yet: none is lost by leaving the page. */
export function Tray() {
  const { t } = useTranslation()
  const files = useTray()
  if (files.length === 0) return null
  return (
    <section className={css.tray} aria-label={t('sources.tray')}>
      <h2>{t('sources.tray')}</h2>
      <ul>
        {files.map((file) => (
          <File key={file.id} file={file} />
        ))}
      </ul>
    </section>
  )
}

function File({ file }: { file: Waiting }) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const { message } = App.useApp()
  const { data, isError } = useUpload(file.id)
  const fit = data?.fits[0]
  function giveUp() {
    putAway(file.id)
    const key = `away-${file.id}`
    void message.open({
      key,
      type: 'info',
      content: (
        <>
          {t('sources.givenUp', { name: file.name })}{' '}
          <Button
            type="link"
            size="small"
            onClick={() => {
              putBy(file)
              message.destroy(key)
            }}
          >
            {t('sources.undo')}
          </Button>
        </>
      ),
      duration: 6,
    })
  }
  return (
    <li>
      <FileExcelOutlined aria-hidden="true" />
      <div className={css.fileWords}>
        <span className={css.name}>{file.name}</span>
        <span className={css.soft}>
          {isError
            ? t('sources.trayGone')
            : data &&
              [
                data.rows !== null && t('sources.rowCount', { count: data.rows, figure: figure(data.rows) }),
                data.state === 'loaded' && t('sources.trayLoaded'),
                data.state === 'loading' && t('sources.trayLoading'),
                data.state === 'read' && fit && t('sources.trayFits', { name: said(fit.name) }),
              ]
                .filter(Boolean)
                .join(t('sources.and'))}
        </span>
      </div>
      {!isError && (
        <Link to={`/sources/new?upload=${file.id}`}>
          <Button type={fit?.certain ? 'primary' : 'default'}>
            {fit?.certain && data?.state === 'read'
              ? t('sources.loadInto', { name: said(fit.name) })
              : t('sources.goOn')}
          </Button>
        </Link>
      )}
      <Button
        type="text"
        icon={<CloseOutlined />}
        aria-label={t('sources.giveUp', { name: file.name })}
        onClick={giveUp}
      />
    </li>
  )
}
