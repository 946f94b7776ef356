import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { useFormat } from '@/components/format'

import { placeOf } from './places'
import { type EntityRef, reference } from './studio'
import css from './studio.module.css'

/** What stands on an entity, each a link. */
export function UsedBy({ items }: { items: EntityRef[] }) {
  const { t } = useTranslation()
  const { said } = useFormat()
  return (
    <ul className={css.used}>
      {items.map((item) => (
        <li key={reference(item)}>
          <span className={css.soft}>{t(`studio.kinds.${item.kind}`)}</span>{' '}
          <Link to={placeOf(item)}>{item.name ? said(item.name) : item.id}</Link>
        </li>
      ))}
    </ul>
  )
}
