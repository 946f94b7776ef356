import { Avatar, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'

import { useFormat } from '@/components/format'

import { type Present, useEntities } from '../studio'
import css from './bar.module.css'

const MOST = 4

/** Whoever else is in the draft, each with what they are at. */
export function Company({ present }: { present: Present[] }) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const { data } = useEntities()
  if (present.length === 0) return null
  const placeOf = (one: Present) => {
    const found = data?.items.find(({ kind, id }) => kind === one.kind && id === one.id)
    return found?.name ? t('studio.bar.isAt', { name: one.name, what: said(found.name) }) : t('studio.bar.isIn', one)
  }
  return (
    <Avatar.Group max={{ count: MOST }} size={26} className={css.present}>
      {present.map((one) => (
        <Tooltip key={one.username} title={placeOf(one)}>
          <Avatar size={26}>{initials(one.name)}</Avatar>
        </Tooltip>
      ))}
    </Avatar.Group>
  )
}

const initials = (name: string) => (/[\u4e00-\u9fff]/.test(name) ? name.slice(-1) : name.slice(0, 1).toUpperCase())
