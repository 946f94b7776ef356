import { useEffect, useMemo, useRef } from 'react'
import { useSearchParams } from 'react-router'

import { acts } from '@/client/acts'
import { useMay } from '@/client/me'

import type { Entity } from '../studio'
import { Effect } from './effect/Effect'
import { Advanced } from './Advanced'
import { isMade, type MetricBody, type Path, put } from './body'
import { Compute } from './Compute'
import { DeskContext, lead, useFields } from './desk'
import css from './editor.module.css'
import { Head } from './Head'
import { Moved } from './Moved'
import { Names } from './Names'
import { Only } from './Only'
import { Origin } from './Origin'
import { Reading } from './Reading'
import { Removed } from './Removed'
import { ReadBack } from './ReadBack'
import { proposedUnit, ROWS } from './unit'
import { useEditing } from './useEditing'
import { useUndoKeys } from './useUndoKeys'

/** A metric in three columns: the thing itself, how it reads, what it would have changed. */
export function Editor({ entity }: { entity: Entity }) {
  const { saver, state } = useEditing(entity)
  const may = useMay(acts.configure)
  useUndoKeys(may ? saver : null)
  return (
    <>
      <Head entity={entity} saver={saver} state={state} may={may} />
      <Moved saver={saver} state={state} />
      {state.body === null ? (
        <Removed entity={entity} saver={saver} />
      ) : (
        <Columns
          entity={entity}
          body={state.body as MetricBody}
          shut={!may}
          version={state.version}
          onChange={(edit) => saver.change(edit(saver.state.body as MetricBody))}
        />
      )}
    </>
  )
}

interface Props {
  entity: Entity
  body: MetricBody
  shut: boolean
  version: number
  /** Changes what stands at that moment, which may be newer than what was drawn. */
  onChange: (edit: (now: MetricBody) => MetricBody) => void
}

function Columns({ entity, body, shut, version, onChange }: Props) {
  const source = useFields(body.measure?.source ?? '')
  const { fields, time, picture } = source
  useLead()
  const desk = useMemo(() => {
    const change = (path: Path, value: unknown) => onChange((now) => inUnit(now, put(now, path, value), fields))
    const published = entity.live !== null
    return { body, faults: entity.faults, shut, published, fields, time, picture, change }
  }, [body, entity.faults, entity.live, shut, fields, time, picture, onChange])
  const kind = body.measure?.kind ?? 'count'
  return (
    <DeskContext value={desk}>
      <div className={css.columns}>
        <div className={css.thing}>
          <Names />
          {!isMade(kind) && <Origin source={source} />}
          <Compute />
          {!isMade(kind) && <Only />}
          <Reading />
          <Advanced />
        </div>
        <div className={css.reads}>
          <ReadBack entity={entity} />
        </div>
        <div className={css.effect}>
          <Effect metric={entity.id} version={version} standing={entity.standing} />
        </div>
      </div>
    </DeskContext>
  )
}

/** The unit follows what is computed, until somebody chose another. */
function inUnit(before: MetricBody, after: MetricBody, fields: Parameters<typeof proposedUnit>[1]): MetricBody {
  if (before.measure === after.measure || before.unit !== after.unit) return after
  const unit = proposedUnit(after.measure, fields)
  const followed = !before.unit || before.unit === ROWS || before.unit === proposedUnit(before.measure, fields)
  return followed ? { ...after, unit: unit ?? '' } : after
}

/** Leads once to the field that the address names. */
function useLead() {
  const [params] = useSearchParams()
  const field = params.get('field')
  const done = useRef<string | null>(null)
  useEffect(() => {
    if (!field || done.current === field) return undefined
    const waiting = setTimeout(() => {
      if (lead(field.split('.'))) done.current = field
    }, 300)
    return () => clearTimeout(waiting)
  }, [field])
}
