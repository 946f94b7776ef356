import { Alert } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Text } from '@/client/types'
import { useFormat } from '@/components/format'

import { kindOf } from '../body/slots'
import { useDimensions } from '../draft'
import type { Fit, UploadDetail } from '../types'
import { usePreview } from '../uploads'
import { Basics } from './Basics'
import { Columns } from './Columns'
import { Go } from './Go'
import { Lacking } from './Lacking'
import { Numbered } from './Numbered'
import { Renaming } from './Renaming'
import { Tried } from './Tried'
import { useRestedValue } from './useRestedValue'
import { useWork, type Work } from './useWork'

interface Props {
  upload: UploadDetail
  initial: Work
  /** The version of the draft that was taken up. */
  version: number
  fresh?: boolean
  fit?: Fit
  /** What the draft changes in this source already, which would be published too. */
  drafted?: Text[]
}

/** The steps after the file is understood: columns, what loading would do, and loading. */
export function Bench({ upload, initial, version, fresh = false, fit, drafted = [] }: Props) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const state = useWork(
    [`zs.work.${upload.id}`, fresh ? 'new' : initial.source.id, version, upload.sheet].join('.'),
    initial,
  )
  const { work, change } = state
  const known = useDimensions()
  const dimensions = [
    ...(known.data ?? []),
    ...work.dimensions.filter((one) => !known.data?.some(({ id }) => id === one.id)),
  ]
  const { source, corrections, replace = {} } = work
  const tried = useRestedValue({ source, dimensions: work.dimensions, corrections, replace, sheet: upload.sheet })
  const preview = usePreview(upload.id, known.isPending ? null : tried)
  const [open, setOpen] = useState(fresh)
  const changed = fresh || JSON.stringify(work.source) !== JSON.stringify(initial.source) || drafted.length > 0
  return (
    <>
      {fit && <Renaming fit={fit} source={source} onChange={(next) => change(() => ({ source: next }))} />}
      {fit && (
        <Lacking
          fit={fit}
          headings={upload.headings}
          source={source}
          onChange={(next) => change(() => ({ source: next }))}
        />
      )}
      {drafted.length > 0 && (
        <Alert
          type="info"
          showIcon
          title={t('sources.draftedToo')}
          description={
            <ul>
              {drafted.map((text) => (
                <li key={text.en}>{said(text)}</li>
              ))}
            </ul>
          }
        />
      )}
      <Columns upload={upload} work={work} dimensions={dimensions} open={open} onOpen={setOpen} onChange={change} />
      {fresh && (
        <Numbered
          number={3}
          title={t('sources.basics')}
          about={t(kindOf(source) === 'facts' ? 'sources.basicsText' : 'sources.basicsList')}
        >
          <Basics source={source} fresh onChange={(next) => change(() => ({ source: next }))} />
        </Numbered>
      )}
      <Tried number={fresh ? 4 : 3} headings={upload.headings} preview={preview} state={state} />
      <Go upload={upload} state={state} preview={preview} version={version} changed={changed} />
    </>
  )
}
