import { Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'

import type { NumberState } from '@/client/types'

import { useFormat } from './format'
import { StatusMark } from './StatusMark'
import css from './value.module.css'

interface Props {
  value: number | null
  unit: string
  state?: NumberState
  size?: 'big' | 'medium' | 'text'
}

/** A number with its unit; without a basis it says so instead of reading zero. */
export function Value({ value, unit, state = 'value', size = 'text' }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  if (value === null) {
    const why = state === 'value' ? 'no_data' : state
    return (
      <Tooltip title={t(`components.stateWhy.${why}`)}>
        <span className={css.none}>
          <StatusMark status="no_data" word={t(`components.state.${why}`)} />
        </span>
      </Tooltip>
    )
  }
  const said = format.value(value, unit)
  return (
    <span className={`${css.value} ${css[size]}`} title={format.exact(value, unit)}>
      <span className={css.figure}>{said.figure}</span>
      {said.unit && (
        <span className={`${css.unit} ${said.unit === '%' ? css.tight : ''}`}>
          {said.text.slice(said.figure.length)}
        </span>
      )}
    </span>
  )
}
