import { Button, Dropdown, type MenuProps } from 'antd'
import { useTranslation } from 'react-i18next'

import { useFormat } from '@/components/format'

import { type Field, useDesk } from '../desk'
import { FieldCard } from './FieldCard'
import css from './picture.module.css'
import { useUses } from './useUses'

const FEW = 9
const SOME = 12

/** The fields of the source as cards; a click says what a field may be used for. */
export function Fields({ all, onAll }: { all: boolean; onAll: () => void }) {
  const { t } = useTranslation()
  const { fields, shut } = useDesk()
  const usesOf = useUses()
  const shown = all || fields.length <= SOME ? fields : fields.slice(0, FEW)
  return (
    <>
      <ul className={css.fields} aria-label={t('studio.picture.fields')}>
        {shown.map((field) => (
          <li key={field.id}>
            <Choice field={field} uses={usesOf(field)} shut={shut} />
          </li>
        ))}
      </ul>
      {shown.length < fields.length && (
        <Button type="link" className={css.all} onClick={onAll}>
          {t('studio.picture.all', { count: fields.length })}
        </Button>
      )}
    </>
  )
}

interface ChoiceProps {
  field: Field
  uses: NonNullable<MenuProps['items']>
  shut: boolean
}

function Choice({ field, uses, shut }: ChoiceProps) {
  const { t } = useTranslation()
  const { said } = useFormat()
  return (
    <Dropdown trigger={['click']} disabled={shut || uses.length === 0} menu={{ items: uses }}>
      <button type="button" className={css.card} title={t('studio.picture.use', { field: said(field.name) })}>
        <FieldCard field={field} />
      </button>
    </Dropdown>
  )
}
