import { ExclamationCircleFilled } from '@ant-design/icons'
import { Input, Tooltip } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Problem } from '@/client/types'
import { sentence, useFormat } from '@/components/format'

import css from './wizard.module.css'

interface Props {
  label: string
  text: string
  /** What stood there before it was mended. */
  was?: string
  problems: Problem[]
  onChange: (text: string) => void
}

/** A cell of a row: marked where it is wrong, and mended where it stands. */
export function Cell({ label, text, was, problems, onChange }: Props) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const [typed, setTyped] = useState<string | null>(null)
  const [problem] = problems

  if (typed !== null) {
    const done = () => {
      if (typed !== text) onChange(typed)
      setTyped(null)
    }
    return (
      <Input
        autoFocus
        size="small"
        aria-label={label}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={done}
        onPressEnter={done}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setTyped(null)
        }}
      />
    )
  }
  const words = problems.map(({ what }) => sentence(said(what))).join(' ')
  const mark = problem ? css.bad : was !== undefined ? css.mended : css.plain
  return (
    <Tooltip title={words || (was !== undefined && t('sources.was', { text: was || t('sources.blank') }))}>
      <button
        type="button"
        className={`${css.cell} ${mark}`}
        aria-label={`${label}：${text || t('sources.blank')} ${words}`}
        onClick={() => setTyped(text)}
      >
        {problem && <ExclamationCircleFilled aria-hidden="true" />}
        <span>{text || (problem ? t('sources.blank') : '')}</span>
      </button>
    </Tooltip>
  )
}
