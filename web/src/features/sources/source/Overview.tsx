import { RightOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { Await } from '@/components/Await'
import { figure, useFormat } from '@/components/format'

import { Freshness } from '../Freshness'
import { usePicture } from '../sources'
import type { SourceDetail } from '../types'
import { Months } from './Months'
import css from './source.module.css'

/** How the source is doing at a glance. */
export function Overview({ source }: { source: SourceDetail }) {
  const { t } = useTranslation()
  const { facts, waiting, strays, freshness, owner, system, way } = source
  const picture = usePicture(source.id)
  return (
    <>
      <div className={css.cards}>
        <section className={css.card}>
          <h2>{t('sources.freshness')}</h2>
          <Freshness freshness={freshness} long />
        </section>
        <section className={css.card}>
          <h2>{t('sources.facts')}</h2>
          <p className={css.big}>{figure(facts)}</p>
        </section>
        <Needs id={source.id} tab="waiting" count={waiting} title={t('sources.tabs.waiting')} />
        <Needs id={source.id} tab="strays" count={strays} title={t('sources.tabs.strays')} />
        <section className={css.card}>
          <h2>{t('sources.from')}</h2>
          <p className={css.line}>{system}</p>
          <p className={css.soft}>
            {t(`sources.ways.${way}`)}
            {t('sources.and')}
            {owner ? t('sources.keptBy', { owner }) : t('sources.noOwner')}
          </p>
        </section>
      </div>
      <Await query={picture}>{(told) => <Months months={told.months} />}</Await>
      <UsedBy source={source} />
    </>
  )
}

function Needs({ id, tab, count, title }: { id: string; tab: string; count: number; title: string }) {
  const { t } = useTranslation()
  return (
    <section className={css.card}>
      <h2>{title}</h2>
      <p className={count > 0 ? css.big : `${css.big} ${css.zero}`}>{figure(count)}</p>
      {count > 0 && <Link to={`/sources/${encodeURIComponent(id)}?tab=${tab}`}>{t('sources.mend')}</Link>}
    </section>
  )
}

/** The page of what stands on it: a metric's numbers, else the thing itself in the studio. */
const pageOf = (kind: string, id: string) =>
  kind === 'metric' ? `/metrics/${encodeURIComponent(id)}` : `/studio/${kind}/${encodeURIComponent(id)}`

/** What stands on the source: changing it changes these. */
function UsedBy({ source }: { source: SourceDetail }) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const words: Record<string, string> = {
    metric: t('sources.uses.metric'),
    dimension: t('sources.uses.dimension'),
    commitment: t('sources.uses.commitment'),
  }
  return (
    <section className={css.section}>
      <h2>{t('sources.usedBy')}</h2>
      {source.used_by.length === 0 ? (
        <p className={css.soft}>
          {t('sources.usedByNone')}{' '}
          <Link to={`/studio/metrics/new?source=${encodeURIComponent(source.id)}`}>{t('sources.makeNumber')}</Link>
        </p>
      ) : (
        <ul className={css.uses}>
          {source.used_by.map(({ kind, id, name }) => (
            <li key={`${kind} ${id}`}>
              <Link to={pageOf(kind, id)}>
                <span className={css.soft}>{words[kind] ?? kind}</span> {said(name)} <RightOutlined />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
