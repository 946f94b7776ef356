import { DatePicker, Radio } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useFormat } from '@/components/format'

import css from './changes.module.css'
import { dayOf, type Preset, PRESETS } from './effective'

interface Props {
  value: string | null
  onChange: (day: string | null) => void
}

/** From which day it holds, each choice with what follows from it. */
export function From({ value, onChange }: Props) {
  const { t } = useTranslation()
  const { today, date } = useFormat()
  const [preset, setPreset] = useState<Preset>('ever')
  function choose(next: Preset) {
    setPreset(next)
    onChange(next === 'other' ? (value ?? today) : dayOf(next, today))
  }
  return (
    <fieldset className={css.from}>
      <legend>{t('studio.publish.from')}</legend>
      <Radio.Group value={preset} onChange={({ target }) => choose(target.value as Preset)}>
        {PRESETS.map((one) => {
          const day = one === 'other' ? null : dayOf(one, today)
          return (
            <Radio key={one} value={one}>
              {t(`studio.publish.presets.${one}`)}
              {day && <span className={css.hint}> {date(day)}</span>}
            </Radio>
          )
        })}
      </Radio.Group>
      {preset === 'other' && (
        <DatePicker
          aria-label={t('studio.publish.from')}
          allowClear={false}
          value={dayjs(value ?? today)}
          onChange={(next) => onChange(next?.format('YYYY-MM-DD') ?? today)}
        />
      )}
      <p className={css.hint}>
        {t(value === null ? 'studio.publish.ever' : 'studio.publish.since', { date: date(value ?? today) })}
      </p>
    </fieldset>
  )
}
