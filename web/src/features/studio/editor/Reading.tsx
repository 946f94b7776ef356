import { AutoComplete, Checkbox, InputNumber, Radio, Segmented, Select } from 'antd'
import { useTranslation } from 'react-i18next'

import { unitWords, useFormat } from '@/components/format'

import { type Grain, GRAINS, USUAL_GRAINS } from './body'
import { useDesk } from './desk'
import css from './editor.module.css'
import { Row } from './Row'
import { Section } from './Section'
import { proposedUnit, TIMES, UNITS } from './unit'

const SAMPLE = 12_345
const PARTS = 0.321

/** How the number is read: its unit, which way is better, in which periods, and when it says nothing. */
export function Reading() {
  const { t } = useTranslation()
  const { body, shut, change } = useDesk()
  return (
    <Section title={t('studio.sections.reading')}>
      <Unit />
      <Row label={t('studio.direction')} path={['direction']}>
        {(id) => (
          <Segmented
            id={id}
            disabled={shut}
            value={body.direction ?? 'up'}
            options={(['up', 'down', 'none'] as const).map((way) => ({
              value: way,
              label: t(`studio.directions.${way}`),
            }))}
            onChange={(way) => change(['direction'], way === 'up' ? undefined : way)}
          />
        )}
      </Row>
      <Target />
      <Row label={t('studio.grains')} path={['grains']}>
        {(id) => (
          <Checkbox.Group
            aria-labelledby={id}
            disabled={shut}
            value={body.grains ?? USUAL_GRAINS}
            options={GRAINS.map((grain) => ({ value: grain, label: t(`components.grain.${grain}`) }))}
            onChange={(chosen) => change(['grains'], ordered(chosen))}
          />
        )}
      </Row>
      <Row label={t('studio.minSample')} path={['min_sample']} hint={t('studio.minSampleHint')}>
        {(id, wrong) => (
          <InputNumber
            id={id}
            disabled={shut}
            status={wrong ? 'error' : undefined}
            min={1}
            precision={0}
            value={body.min_sample ?? 1}
            onChange={(size) => change(['min_sample'], size === 1 ? undefined : (size ?? undefined))}
          />
        )}
      </Row>
      <Row label={t('studio.emptyPeriod')} path={['empty']}>
        {() => (
          <Radio.Group
            disabled={shut}
            value={body.empty ?? 'no_data'}
            options={(['no_data', 'zero'] as const).map((one) => ({
              value: one,
              label: t(`studio.emptyPeriods.${one}`),
            }))}
            onChange={({ target }) => change(['empty'], target.value === 'zero' ? 'zero' : undefined)}
          />
        )}
      </Row>
      <Row label={t('studio.nature')} path={['nature']}>
        {(id) => (
          <Select
            id={id}
            className={css.wide}
            disabled={shut}
            value={body.nature ?? 'outcome'}
            options={(['outcome', 'effort'] as const).map((one) => ({ value: one, label: t(`studio.natures.${one}`) }))}
            onChange={(nature) => change(['nature'], nature === 'outcome' ? undefined : nature)}
          />
        )}
      </Row>
    </Section>
  )
}

/** The chosen periods, the shortest first. */
const ordered = (chosen: Grain[]) => GRAINS.filter((grain) => chosen.includes(grain))

function Unit() {
  const { t } = useTranslation()
  const { language, value } = useFormat()
  const { body, fields, shut, change } = useDesk()
  const unit = body.unit ?? ''
  const proposed = proposedUnit(body.measure, fields)
  const known = [
    ...new Set([...(proposed ? [proposed] : []), ...fields.flatMap((field) => field.unit ?? []), ...UNITS, ...TIMES]),
  ]
  const words = (one: string) => {
    const said = unitWords(one, language)
    return said === one ? one : `${said}（${one}）`
  }
  return (
    <Row
      label={t('studio.unit')}
      path={['unit']}
      hint={unit && t('studio.unitShown', { shown: value(unit === '%' ? PARTS : SAMPLE, unit).text })}
    >
      {(id, wrong) => (
        <AutoComplete
          id={id}
          className={css.wide}
          disabled={shut}
          status={wrong ? 'error' : undefined}
          placeholder={t('studio.unitHint')}
          options={known.map((one) => ({
            value: one,
            label: one === proposed ? `${words(one)} · ${t('studio.unitFits')}` : words(one),
          }))}
          value={unit}
          onChange={(next: string) => change(['unit'], next)}
        />
      )}
    </Row>
  )
}

/** Rates are kept as fractions and written as percentages. */
function Target() {
  const { t } = useTranslation()
  const { language } = useFormat()
  const { body, shut, change } = useDesk()
  const times = body.unit === '%' ? 100 : 1
  const target = body.target ?? null
  return (
    <Row label={t('studio.target')} path={['target']}>
      {(id, wrong) => (
        <InputNumber
          id={id}
          className={css.figure}
          disabled={shut}
          status={wrong ? 'error' : undefined}
          placeholder={t('studio.noTarget')}
          suffix={body.unit && unitWords(body.unit, language)}
          value={target === null ? null : rounded(target * times)}
          onChange={(next) => change(['target'], next === null ? undefined : rounded(next / times))}
        />
      )}
    </Row>
  )
}

/** Without the dust of binary fractions. */
const rounded = (value: number) => Number(value.toPrecision(12))
