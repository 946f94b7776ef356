import { Button, Checkbox } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { TroubleView } from '@/components/TroubleView'
import { sentence, useFormat } from '@/components/format'

import { isMissing, useFaultWords } from '../faults'
import { useNames } from '../people'
import { placeOf, placeOfFault, sameEntity } from '../places'
import { Standing } from '../Standing'
import { type Draft, type EntityHead, readEntity, useAct } from '../studio'
import css from './changes.module.css'

interface Props {
  item: EntityHead
  draft: Draft
  chosen: boolean
  onChoose: ((on: boolean) => void) | undefined
}

/** One entity of the draft: what changed in words, what is wrong, whether it goes along. */
export function Changed({ item, draft, chosen, onChoose }: Props) {
  const { t } = useTranslation()
  const { said, moment } = useFormat()
  const words = useFaultWords()
  const nameOf = useNames()
  const name = item.name ? said(item.name) : item.id
  const changes = draft.said.filter((one) => sameEntity(item, one))
  const faults = draft.faults.filter((one) => sameEntity(item, one))
  return (
    <section className={css.changed} data-left={!chosen || undefined}>
      <div className={css.head}>
        {onChoose && (
          <Checkbox
            checked={chosen}
            aria-label={t('studio.changes.take', { name })}
            onChange={({ target }) => onChoose(target.checked)}
          />
        )}
        <h2>
          <small>{t(`studio.kind.${item.kind}`)}</small> <Link to={placeOf(item)}>{name}</Link>
        </h2>
        <Standing standing={item.standing} />
        <span className={css.who}>{`${nameOf(item.by ?? '', item.by_name)} · ${item.at ? moment(item.at) : ''}`}</span>
        {onChoose && <Discard item={item} />}
      </div>
      <ul className={css.said}>
        {changes.map(({ text }) => (
          <li key={text.zh}>{sentence(said(text))}</li>
        ))}
      </ul>
      {faults.length > 0 && (
        <ul className={css.faults}>
          {faults.map((fault, index) => (
            <li key={`${fault.code} ${index}`}>
              <Link to={placeOfFault(fault)}>{words(fault)}</Link>
              {fault.todo && !isMissing(fault) && <div className={css.hint}>{sentence(said(fault.todo))}</div>}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** Drops what the draft changes here; it can be undone on the entity's own page. */
function Discard({ item }: { item: EntityHead }) {
  const { t } = useTranslation()
  const act = useAct(item.kind, item.id)
  const discard = async () => act.mutate({ act: 'discard', version: (await readEntity(item.kind, item.id)).version })
  return (
    <>
      <Button size="small" type="text" loading={act.isPending} onClick={() => void discard()}>
        {t('studio.changes.discard')}
      </Button>
      {act.isError && <TroubleView error={act.error} retry={() => void discard()} />}
    </>
  )
}
