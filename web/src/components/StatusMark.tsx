import { useTranslation } from 'react-i18next'

import css from './status.module.css'

export type Status = 'normal' | 'attention' | 'intervene' | 'no_data'

const SHAPES: Record<Status, React.ReactNode> = {
  normal: <circle cx="5" cy="5" r="4" />,
  attention: <path d="M5 1l4.4 8H.6z" />,
  intervene: <rect x="1.2" y="1.2" width="7.6" height="7.6" />,
  no_data: <circle cx="5" cy="5" r="3.4" fill="none" stroke="currentColor" strokeWidth="1.3" />,
}

/** A state in colour, shape and word: ● 正常, ▲ 关注, ■ 干预, ○ 无数据. */
export function StatusMark({ status, word }: { status: Status; word?: string }) {
  const { t } = useTranslation()
  return (
    <span className={`${css.mark} ${css[status]}`}>
      <svg viewBox="0 0 10 10" width="10" height="10" fill="currentColor" aria-hidden="true">
        {SHAPES[status]}
      </svg>
      <span>{word ?? t(`components.status.${status}`)}</span>
    </span>
  )
}
