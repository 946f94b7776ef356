import { Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { type Measure, type MeasureKind, recast, slotName, SLOTS } from './body'
import { Changed } from './compute/Changed'
import { Events } from './compute/Events'
import { Kinds } from './compute/Kinds'
import { Lasting } from './compute/Lasting'
import { Parts } from './compute/Parts'
import { Percentile } from './compute/Percentile'
import { Workers } from './compute/Workers'
import { useDesk } from './desk'
import css from './editor.module.css'
import { FieldSelect } from './FieldSelect'
import { Row } from './Row'
import { Section } from './Section'

const Formula = lazy(async () => ({ default: (await import('./formula/Formula')).Formula }))

/** What is computed: one of the kinds, and the fields it reads. */
export function Compute() {
  const { t } = useTranslation()
  const { body, shut, change } = useDesk()
  const kind = body.measure?.kind ?? 'count'
  const [choosing, setChoosing] = useState(false)
  const [kept, setKept] = useState<Partial<Record<MeasureKind, Measure>>>({})

  function choose(next: MeasureKind) {
    const { measure } = body
    if (measure) setKept({ ...kept, [measure.kind]: measure })
    change(['measure'], recast(measure, next, kept[next]))
    setChoosing(false)
  }

  return (
    <Section
      title={t('studio.sections.compute')}
      end={
        !shut && (
          <Button size="small" aria-expanded={choosing} onClick={() => setChoosing(!choosing)}>
            {t(choosing ? 'studio.keepKind' : 'studio.otherKind')}
          </Button>
        )
      }
    >
      <Kinds chosen={kind} choosing={choosing} onChoose={choose} />
      <Slots kind={kind} />
      <Suspense>
        <Options kind={kind} />
      </Suspense>
    </Section>
  )
}

function Slots({ kind }: { kind: MeasureKind }) {
  const { t } = useTranslation()
  const { body, change } = useDesk()
  return SLOTS[kind].map(({ option, takes, optional }) => {
    const value = body.measure?.[option]
    return (
      <Row key={option} label={t(`studio.slots.${slotName(option)}`)} path={['measure', option]}>
        {(id, wrong) => (
          <FieldSelect
            id={id}
            takes={takes}
            wrong={wrong}
            clearable={optional}
            placeholder={optional ? t('studio.justCount') : undefined}
            value={typeof value === 'string' ? value : undefined}
            onChange={(next) => change(['measure', option], next)}
          />
        )}
      </Row>
    )
  })
}

/** What a kind asks besides fields. */
function Options({ kind }: { kind: MeasureKind }) {
  switch (kind) {
    case 'percentile':
      return <Percentile path={['measure', 'p']} />
    case 'ratio':
      return (
        <>
          <Parts part="numerator" />
          <div className={css.over} aria-hidden="true">
            ÷
          </div>
          <Parts part="denominator" />
        </>
      )
    case 'rate':
      return (
        <>
          <Parts part="amount" />
          <Workers />
        </>
      )
    case 'elapsed':
      return <Lasting />
    case 'duration':
      return (
        <>
          <Events />
          <Lasting />
        </>
      )
    case 'change':
      return <Changed />
    case 'formula':
      return <Formula />
    default:
      return null
  }
}
