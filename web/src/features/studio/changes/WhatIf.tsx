import { Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { acts } from '@/client/acts'
import { useMay } from '@/client/me'
import { asTrouble } from '@/client/trouble'
import { sentence, useFormat } from '@/components/format'
import { Value } from '@/components/Value'

import { placeOfFault } from '../places'
import { Standing } from '../Standing'
import { type Draft, type Touched, useWhatIf } from '../studio'
import css from './changes.module.css'

/** What the draft would have changed last quarter, number by number. */
export function WhatIf({ draft }: { draft: Draft }) {
  const { t } = useTranslation()
  const may = useMay(acts.tryDraft)
  const mark = draft.items.map(({ kind, id, at }) => `${kind}/${id}@${at ?? ''}`).join()
  const tried = useWhatIf(mark, may)
  return (
    <section className={css.whatif}>
      <h2>{t('studio.whatif.title')}</h2>
      {!may ? (
        <p className={css.hint}>{t('studio.effect.notYours')}</p>
      ) : tried.data ? (
        <Numbers items={tried.data.items} />
      ) : tried.isError ? (
        <p className={css.hint}>{t('studio.effect.none', { why: sentence(asTrouble(tried.error).message) })}</p>
      ) : (
        <Skeleton active title={false} paragraph={{ rows: 3 }} />
      )}
    </section>
  )
}

function Numbers({ items }: { items: Touched[] }) {
  const { t } = useTranslation()
  if (items.length === 0) return <p className={css.hint}>{t('studio.whatif.none')}</p>
  return (
    <ul className={css.numbers}>
      {items.map((item) => (
        <Number key={item.metric.id} item={item} />
      ))}
    </ul>
  )
}

function Number({ item }: { item: Touched }) {
  const { t } = useTranslation()
  const { said, period } = useFormat()
  const { metric, before, after, moved, people, faults } = item
  return (
    <li>
      <div className={css.head}>
        <Link to={`/studio/metrics/${encodeURIComponent(metric.id)}`}>{said(metric.name)}</Link>
        {item.standing === 'live' ? (
          <span className={css.hint}>{t('studio.whatif.through')}</span>
        ) : (
          <Standing standing={item.standing} />
        )}
        <span className={css.pair}>
          {before && <Value {...before} unit={metric.unit} />}
          {before && after && <span aria-label={t('studio.effect.becomes')}>→</span>}
          {after && <Value {...after} unit={metric.unit} />}
        </span>
      </div>
      <div className={css.hint}>
        {item.period && `${period(item.period)} · `}
        {moved !== null && people !== null
          ? t(moved > 0 ? 'studio.effect.moved' : 'studio.effect.unmoved', { count: moved, total: people })
          : faults.map((fault, index) => (
              <Link key={`${fault.code} ${index}`} to={placeOfFault(fault)}>
                {sentence(said(fault.what))}
              </Link>
            ))}
      </div>
    </li>
  )
}
