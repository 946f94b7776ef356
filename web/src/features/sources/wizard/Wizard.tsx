import { ArrowLeftOutlined } from '@ant-design/icons'
import { Select, Skeleton } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'

import { Await } from '@/components/Await'
import { figure } from '@/components/format'
import { PageHead } from '@/components/PageHead'
import { ProblemList } from '@/components/ProblemList'
import { TroubleView } from '@/components/TroubleView'

import { asDimension, asSource } from '../body/types'
import { type Entity, useDraftSource } from '../draft'
import { DropPage } from '../list/DropPage'
import { useHandIn } from '../list/useHandIn'
import type { UploadDetail } from '../types'
import { useUpload } from '../uploads'
import { Bench } from './Bench'
import { Finished } from './Finished'
import { Understood } from './Understood'
import css from './wizard.module.css'

const NEW = 'new'

/** A file on its way into a source: what it is, what its columns mean, what loading it would do, and done. */
export function Wizard({ id }: { id: string }) {
  const { t } = useTranslation()
  const [params] = useSearchParams()
  const upload = useUpload(id, params.get('sheet') ?? '')
  const handIn = useHandIn()
  return (
    <DropPage handIn={handIn}>
      <PageHead
        title={upload.data?.name ?? t('sources.new')}
        above={
          <Link to="/sources">
            <ArrowLeftOutlined /> {t('sources.title')}
          </Link>
        }
      />
      <Await query={upload} skeleton={<Skeleton active paragraph={{ rows: 10 }} />}>
        {(data) =>
          data.state === 'read' || data.state === 'failed' ? <Read upload={data} /> : <Finished upload={data} />
        }
      </Await>
    </DropPage>
  )
}

/** Which source the file is for: what the address says, else the one it fits, else a new one. */
function useTarget(upload: UploadDetail) {
  const [params, setParams] = useSearchParams()
  const [best] = upload.fits
  const fitting = best && (best.certain || best.score >= 0.6) ? best.source : NEW
  return {
    target: params.get('source') ?? fitting,
    choose: (source: string) => setParams((before) => set(before, 'source', source), { replace: true }),
  }
}

function set(params: URLSearchParams, name: string, value: string) {
  const after = new URLSearchParams(params)
  after.set(name, value)
  return after
}

function Read({ upload }: { upload: UploadDetail }) {
  const { t } = useTranslation()
  const { target, choose } = useTarget(upload)
  return (
    <div className={css.steps}>
      {upload.state === 'failed' && (
        <div className={css.failed} role="alert">
          <h2>{t('sources.failed')}</h2>
          <p>{t('sources.failedText')}</p>
          <ProblemList problems={upload.faults} />
        </div>
      )}
      <Understood upload={upload} target={target} onTarget={choose} sheets={<Sheets upload={upload} />} />
      {target === NEW ? <NewSource upload={upload} /> : <Known key={target} upload={upload} source={target} />}
    </div>
  )
}

function Sheets({ upload }: { upload: UploadDetail }) {
  const { t } = useTranslation()
  const [, setParams] = useSearchParams()
  return (
    <div className={css.facts}>
      {upload.rows !== null && (
        <span>{t('sources.rowCount', { count: upload.rows, figure: figure(upload.rows) })}</span>
      )}
      <span>{t('sources.columnCount', { count: upload.headings.length })}</span>
      {upload.sheets.length > 1 && (
        <label>
          {t('sources.sheet')}{' '}
          <Select
            size="small"
            value={upload.sheet ?? undefined}
            options={upload.sheets.map((sheet) => ({ value: sheet, label: sheet }))}
            onChange={(sheet) => setParams((before) => set(before, 'sheet', sheet), { replace: true })}
            popupMatchSelectWidth={false}
          />
        </label>
      )}
    </div>
  )
}

function NewSource({ upload }: { upload: UploadDetail }) {
  const { proposal, id, sheet } = upload
  const initial = {
    source: asSource(proposal.source),
    dimensions: proposal.dimensions.map(asDimension),
    corrections: [],
    matches: [],
  }
  return <Bench key={`${id} ${sheet ?? ''}`} upload={upload} initial={initial} version={0} fresh />
}

function Known({ upload, source }: { upload: UploadDetail; source: string }) {
  const draft = useDraftSource(source)
  if (draft.isError) return <TroubleView error={draft.error} retry={() => void draft.refetch()} />
  if (!draft.data) return <Skeleton active paragraph={{ rows: 8 }} />
  return <KnownBench key={upload.sheet ?? ''} upload={upload} entity={draft.data} />
}

/** The source stays as it was taken up; whoever changed it meanwhile is told of when it is published. */
function KnownBench({ upload, entity }: { upload: UploadDetail; entity: Entity }) {
  const [{ id, body, live, version, standing, said }] = useState(entity)
  const taken = body ?? live
  if (!taken) return null
  const initial = { source: asSource(taken), dimensions: [], corrections: [], matches: [] }
  return (
    <Bench
      upload={upload}
      initial={initial}
      version={version}
      fit={upload.fits.find((one) => one.source === id)}
      drafted={standing === 'live' ? [] : said}
    />
  )
}
