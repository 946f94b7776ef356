import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import css from './list.module.css'

interface Props {
  children: ReactNode
  filtered: boolean
  onClear: () => void
  end?: ReactNode
}

/** The filters of a list, on one line; they wrap on a phone. */
export function FilterBar({ children, filtered, onClear, end }: Props) {
  const { t } = useTranslation()
  return (
    <div className={css.bar} role="search">
      {children}
      {filtered && (
        <Button type="link" onClick={onClear}>
          {t('components.list.clear')}
        </Button>
      )}
      {end && <div className={css.end}>{end}</div>}
    </div>
  )
}
