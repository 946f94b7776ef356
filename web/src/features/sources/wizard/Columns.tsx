import { Button, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useFormat } from '@/components/format'

import { fieldAt, withColumn, withoutField } from '../body/columns'
import { kindOf, put, type Slot, slotsOf, take, withKind } from '../body/slots'
import type { DimensionBody, SourceBody } from '../body/types'
import { asSource } from '../body/types'
import type { UploadDetail } from '../types'
import { Column } from './Column'
import { Numbered } from './Numbered'
import { Slots } from './Slots'
import type { Work } from './useWork'
import css from './wizard.module.css'

interface Props {
  upload: Pick<UploadDetail, 'headings' | 'sample' | 'proposal'>
  work: Work
  dimensions: DimensionBody[]
  open: boolean
  onOpen?: (open: boolean) => void
  onChange: (step: (work: Work) => Partial<Work>) => void
}

/** What each column means: proposed, with how sure that is; changed by choosing or by dragging. */
export function Columns({ upload, work, dimensions, open, onOpen, onChange }: Props) {
  const { t } = useTranslation()
  const [dragged, setDragged] = useState<string | null>(null)
  const { source } = work
  const known = upload.headings.filter((heading) => fieldAt(source, heading))
  const doubtful = upload.proposal.columns.filter(
    ({ heading, confidence }) => confidence < 0.6 && known.includes(heading),
  ).length
  const change = (step: (source: SourceBody) => SourceBody) => onChange((now) => ({ source: step(now.source) }))
  const about =
    doubtful > 0 && open
      ? t('sources.columnsDoubtful', { count: doubtful })
      : t('sources.columnsText', { known: known.length, count: upload.headings.length })
  const slots = slotsOf(
    source,
    dimensions.map(({ id }) => id),
  )

  function drop(field: string, slot: Slot) {
    change((now) => put(now, field, slot))
    setDragged(null)
  }

  return (
    <Numbered
      number={2}
      title={t('sources.columns')}
      about={about}
      end={
        onOpen && (
          <Button type="link" aria-expanded={open} onClick={() => onOpen(!open)}>
            {t(open ? 'sources.columnsShut' : 'sources.columnsOpen')}
          </Button>
        )
      }
    >
      {open && (
        <>
          <Kind source={source} dimensions={dimensions} onChange={change} />
          <Slots
            source={source}
            slots={slots}
            dimensions={dimensions}
            dragged={dragged}
            onDrop={drop}
            onTake={(field, slot) => change((now) => take(now, field, slot))}
          />
          <ul className={css.columns}>
            {upload.headings.map((heading, at) => {
              const guess = upload.proposal.columns.find((one) => one.heading === heading)
              return (
                <Column
                  key={heading}
                  heading={heading}
                  samples={guess?.samples ?? upload.sample.map((row) => row[at] ?? '').filter(Boolean)}
                  guess={guess}
                  source={source}
                  slots={slots}
                  dimensions={dimensions}
                  onChange={change}
                  onDimension={(dimension) => onChange((now) => ({ dimensions: [...now.dimensions, dimension] }))}
                  onUse={(used) => change((now) => (used ? added(now, heading, upload) : removed(now, heading)))}
                  onDrag={setDragged}
                />
              )
            })}
          </ul>
        </>
      )}
    </Numbered>
  )
}

/** The source with a column of the file, as it was proposed or as plain text. */
function added(source: SourceBody, heading: string, upload: Props['upload']): SourceBody {
  const proposal = asSource(upload.proposal.source)
  const id = fieldAt(proposal, heading)
  const field = (id && proposal.fields[id]) || { name: { zh: heading, en: heading } }
  return withColumn(source, heading, field, id)
}

function removed(source: SourceBody, heading: string): SourceBody {
  const id = fieldAt(source, heading)
  return id ? withoutField(source, id) : source
}

interface KindProps {
  source: SourceBody
  dimensions: DimensionBody[]
  onChange: (step: (source: SourceBody) => SourceBody) => void
}

/** What a row of the file is. */
function Kind({ source, dimensions, onChange }: KindProps) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const kind = kindOf(source)
  const fixed = !['facts', 'people'].includes(kind) && !kind.startsWith('members:')
  if (fixed) return null
  return (
    <label className={css.kind}>
      {t('sources.rowIs')}
      <Select
        value={kind}
        popupMatchSelectWidth={false}
        options={[
          { value: 'facts', label: t('sources.kindFacts') },
          { value: 'people', label: t('sources.kindPeople') },
          ...dimensions.map(({ id, name }) => ({
            value: `members:${id}`,
            label: t('sources.kindMembers', { name: said(name) }),
          })),
        ]}
        onChange={(next: string) => onChange((now) => withKind(now, next))}
      />
    </label>
  )
}
