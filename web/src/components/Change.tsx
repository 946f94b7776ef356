import { useTranslation } from 'react-i18next'

import { formatRelative, useFormat } from './format'
import css from './change.module.css'

interface Props {
  difference: number | null
  unit: string
  relative?: number | null
  /** What it is compared with, in words: 比前一天. */
  against?: string
}

const ARROWS = { up: '↑', down: '↓', same: '→' }

/** A difference by direction, in sign and word. It does not judge: inside the noise nobody is better or worse. */
export function Change({ difference, unit, relative = null, against }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const bracketed = (text: string) => (format.language === 'zh' ? `（${text}）` : ` (${text})`)
  if (difference === null) {
    return (
      <span className={css.change}>
        {against && <span className={css.against}>{against} </span>}
        {t('components.change.unknown')}
      </span>
    )
  }
  const said = format.difference(difference, unit)
  const way = /^0(?!\.)/.test(said.figure) && !/[1-9]/.test(said.text) ? 'same' : difference > 0 ? 'up' : 'down'
  const words = way === 'same' ? t('components.change.same') : t(`components.change.${way}`, { size: said.text })
  const part = relative === null || unit === '%' || way === 'same' ? '' : bracketed(formatRelative(relative))
  const parts = [
    <span key="against" className={css.against}>
      {against}
    </span>,
    <span key="size" className={css.size}>
      <span aria-hidden="true" className={css.arrow}>
        {ARROWS[way]}
      </span>
      {words}
      {part}
    </span>,
  ]
  if (!against) return <span className={css.change}>{parts[1]}</span>
  return <span className={css.change}>{format.language === 'zh' ? parts : parts.reverse()}</span>
}
