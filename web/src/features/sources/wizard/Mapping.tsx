import { ArrowLeftOutlined, UndoOutlined } from '@ant-design/icons'
import { Alert, App, Button, Skeleton } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useParams } from 'react-router'

import { Await } from '@/components/Await'
import { figure, useFormat } from '@/components/format'
import { PageHead } from '@/components/PageHead'
import { TroubleView } from '@/components/TroubleView'

import { headingOf } from '../body/columns'
import { asSource } from '../body/types'
import { type Entity, useDimensions, useDraftSource, usePublish } from '../draft'
import { usePicture } from '../sources'
import type { Picture, UploadDetail } from '../types'
import { Basics } from './Basics'
import { Columns } from './Columns'
import { Numbered } from './Numbered'
import { useWork } from './useWork'
import css from './wizard.module.css'

/** What the columns of a source mean, changed without a file. */
export function Mapping() {
  const { id = '' } = useParams()
  const draft = useDraftSource(id)
  return (
    <Await query={draft} skeleton={<Skeleton active paragraph={{ rows: 10 }} />}>
      {(entity) => <Bench key={id} entity={entity} />}
    </Await>
  )
}

function Bench({ entity }: { entity: Entity }) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const { message } = App.useApp()
  const navigate = useNavigate()
  const [taken] = useState(entity)
  const [initial] = useState(() => ({
    source: asSource(taken.body ?? taken.live ?? {}),
    dimensions: [],
    corrections: [],
    matches: [],
  }))
  const state = useWork(`zs.mapping.${taken.id}.${taken.version}`, initial)
  const { source } = state.work
  const dimensions = [...(useDimensions().data ?? []), ...state.work.dimensions]
  const picture = usePicture(taken.id)
  const publish = usePublish()
  const back = `/sources/${encodeURIComponent(taken.id)}`
  const headings = Object.keys(initial.source.fields).map((field) => headingOf(initial.source, field))
  const samples = Object.keys(initial.source.fields).map((field) =>
    seen(picture.data?.fields.find((one) => one.id === field)),
  )

  function go() {
    publish.mutate(
      {
        source,
        dimensions: state.work.dimensions,
        version: taken.version,
        note: t('sources.noteMapping', { name: said(source.name) }),
      },
      {
        onSuccess: ({ release }) => {
          void message.success(t(release === null ? 'sources.asked' : 'sources.published'))
          void navigate(back)
        },
      },
    )
  }

  return (
    <div className={css.steps}>
      <PageHead
        title={t('sources.mappingOf', { name: said(source.name) })}
        about={t('sources.mappingText')}
        above={
          <Link to={back}>
            <ArrowLeftOutlined /> {said(source.name)}
          </Link>
        }
      />
      {taken.standing !== 'live' && taken.said.length > 0 && (
        <Alert
          type="info"
          showIcon
          title={t('sources.draftedToo')}
          description={taken.said.map((text) => (
            <div key={text.en}>{said(text)}</div>
          ))}
        />
      )}
      <Numbered number={1} title={t('sources.basics')}>
        <Basics source={source} fresh={false} onChange={(next) => state.change(() => ({ source: next }))} />
      </Numbered>
      <Columns
        upload={withoutFile(taken, headings, samples)}
        work={state.work}
        dimensions={dimensions}
        open
        onChange={state.change}
      />
      <div className={css.go}>
        {publish.isError && <TroubleView error={publish.error} retry={publish.reset} />}
        <div className={css.goBar}>
          <p>{state.untouched ? t('sources.mappingSame') : t('sources.mappingChanged')}</p>
          {state.canUndo && (
            <Button type="text" icon={<UndoOutlined />} onClick={state.undo}>
              {t('sources.undo')}
            </Button>
          )}
          <Button
            type="primary"
            size="large"
            disabled={state.untouched && taken.standing === 'live'}
            loading={publish.isPending}
            onClick={go}
          >
            {t('sources.publish')}
          </Button>
        </div>
      </div>
    </div>
  )
}

/** What stands in a field: its values, or how far they reach. */
function seen(field: Picture['fields'][number] | undefined): string[] {
  if (!field) return []
  if (field.values.length > 0) return field.values.map(({ text }) => text)
  if (field.first && field.last) return [`${field.first} … ${field.last}`]
  const { low, high } = field
  return low === null || low === undefined || high === null || high === undefined
    ? []
    : [`${figure(low)} … ${figure(high)}`]
}

type Known = Pick<UploadDetail, 'headings' | 'sample' | 'proposal'>

/** The columns of a source in the shape of a file's: headings, and the values that stand most often. */
function withoutFile(entity: Entity, headings: string[], samples: string[][]): Known {
  const most = Math.max(0, ...samples.map((one) => one.length))
  return {
    headings,
    sample: Array.from({ length: most }, (_, at) => samples.map((one) => one[at] ?? '')),
    proposal: { source: entity.body ?? entity.live ?? {}, dimensions: [], columns: [] },
  }
}
