import type { UseQueryResult } from '@tanstack/react-query'
import { Progress, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'

import { Change } from '@/components/Change'
import { sentence, useFormat } from '@/components/format'
import { ProblemList } from '@/components/ProblemList'
import { TroubleView } from '@/components/TroubleView'

import { mergePatch } from '../body/patch'
import type { Fix, Preview } from '../types'
import { CountBar } from './CountBar'
import { Groups } from './Groups'
import { Numbered } from './Numbered'
import { Rows } from './Rows'
import { Strays } from './Strays'
import { withCells, type WorkState } from './useWork'
import css from './wizard.module.css'

const STRAYS = 'facts.unlisted' // said above, value by value

interface Props {
  number: number
  /** The headings of the file, in their order. */
  headings: string[]
  preview: UseQueryResult<Preview>
  state: WorkState
}

/** What loading the file would do, row by row, and how to mend what it would not take. */
export function Tried({ number, headings, preview, state }: Props) {
  const { t } = useTranslation()
  const { data } = preview
  return (
    <Numbered
      number={number}
      title={t('sources.tried')}
      about={t('sources.triedText')}
      end={
        preview.isFetching && (
          <span className={css.trying} role="status">
            <Progress percent={100} status="active" showInfo={false} size={[64, 3]} /> {t('sources.trying')}
          </span>
        )
      }
    >
      {preview.isError && <TroubleView error={preview.error} retry={() => void preview.refetch()} />}
      {!data && !preview.isError && <Skeleton active title={false} paragraph={{ rows: 5 }} />}
      {data && data.faults.length > 0 && <Faults preview={data} />}
      {data && data.faults.length === 0 && (
        <Outcome headings={headings} preview={data} state={state} old={preview.isPlaceholderData} />
      )}
    </Numbered>
  )
}

/** What is still wrong with the source itself, even where it is a single thing. */
function Faults({ preview }: { preview: Preview }) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const [first] = preview.faults
  return (
    <div className={css.faults} role="alert">
      <strong>{t('sources.faults')}</strong>
      {preview.faults.length === 1 && first && <p>{sentence(said(first.what))}</p>}
      <ProblemList problems={preview.faults} />
    </div>
  )
}

interface OutcomeProps {
  headings: string[]
  preview: Preview
  state: WorkState
  old: boolean
}

function Outcome({ headings, preview, state, old }: OutcomeProps) {
  const { work, change } = state

  /** From now on: the source itself learns it. */
  const learn = (patch: NonNullable<Fix['patch']>) => change((now) => ({ source: mergePatch(now.source, patch) }))

  /** In this file: wherever the text stands, also in rows that are not shown. */
  const mend = (field: string, text: string, cell: string) =>
    change(({ replace }) => ({ replace: { ...replace, [field]: { ...replace?.[field], [text]: cell } } }))

  return (
    <div style={{ opacity: old ? 0.7 : 1 }} className={css.outcome}>
      <CountBar counts={preview} />
      <Groups groups={preview.groups} source={work.source} onLearn={learn} onMend={mend} />
      <Strays strays={preview.strays} source={work.source} state={state} />
      <Rows
        headings={headings}
        rows={preview.items}
        source={work.source}
        corrections={work.corrections}
        onMend={(row, cells) => change((now) => ({ corrections: withCells(now.corrections, row, cells) }))}
      />
      <Numbers preview={preview} />
      <Notes preview={preview} />
    </div>
  )
}

function Notes({ preview }: { preview: Preview }) {
  const { said } = useFormat()
  const notes = preview.notes.filter(({ code }) => code !== STRAYS)
  if (notes.length === 0) return null
  return (
    <ul className={css.notes}>
      {notes.map((note, at) => (
        <li key={`${note.code}-${at}`}>
          {sentence(said(note.what))} {note.todo && sentence(said(note.todo))}
        </li>
      ))}
    </ul>
  )
}

/** Numbers of the company as they are, and as they would be. */
function Numbers({ preview }: { preview: Preview }) {
  const { t } = useTranslation()
  const { said, value, period } = useFormat()
  if (preview.numbers.length === 0) return null
  return (
    <section>
      <h3>{t('sources.numbers')}</h3>
      <ul className={css.numbers}>
        {preview.numbers.map(({ metric, period: when, before, after }) => (
          <li key={metric.id}>
            <span>
              <strong>{said(metric.name)}</strong> <span className={css.soft}>{period(when)}</span>
            </span>
            <span>
              {before === null ? t('components.state.no_data') : value(before, metric.unit).text} →{' '}
              <strong>{after === null ? t('components.state.no_data') : value(after, metric.unit).text}</strong>
            </span>
            {before !== null && after !== null && <Change difference={after - before} unit={metric.unit} />}
          </li>
        ))}
      </ul>
    </section>
  )
}
