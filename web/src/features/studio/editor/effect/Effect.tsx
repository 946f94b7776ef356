import { Pagination, Select, Segmented, Skeleton } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { acts } from '@/client/acts'
import { useMay } from '@/client/me'
import { asTrouble } from '@/client/trouble'
import { sentence, useFormat } from '@/components/format'

import { useFaultWords } from '../../faults'
import { type Entity, type Tried, useTried } from '../../studio'
import { type Grain, USUAL_GRAINS } from '../body'
import { lead, useDesk } from '../desk'
import { Company } from './Company'
import css from './effect.module.css'
import { People } from './People'

const FEW = 20

interface Props {
  metric: string
  version: number
  standing: Entity['standing']
}

/** What the draft would have made of last quarter: the company's number and people's, before and after. */
export function Effect({ metric, version, standing }: Props) {
  const { t } = useTranslation()
  const may = useMay(acts.tryDraft)
  const { body, faults } = useDesk()
  const [asked, setAsked] = useState<{ period?: string; grain?: Grain; page: number }>({ page: 1 })
  const tried = useTried(metric, { ...asked, page_size: FEW }, version, may)
  const grains = body.grains ?? USUAL_GRAINS
  return (
    <section className={css.panel} aria-label={t('studio.effect.title')} data-waiting={tried.isFetching || undefined}>
      <div className={css.head}>
        <h2>{t('studio.effect.title')}</h2>
        {tried.data?.period && (
          <Periods tried={tried.data} onChange={(period) => setAsked({ ...asked, period, page: 1 })} />
        )}
      </div>
      {tried.data && grains.length > 1 && (
        <Segmented
          size="small"
          aria-label={t('studio.effect.grain')}
          value={tried.data.grain}
          options={grains.map((grain) => ({ value: grain, label: t(`components.grain.${grain}`) }))}
          onChange={(grain) => setAsked({ grain, page: 1 })}
        />
      )}
      {!may ? (
        <p className={css.hint}>{t('studio.effect.notYours')}</p>
      ) : tried.data ? (
        <Told
          tried={tried.data}
          page={asked.page}
          onPage={(page) => setAsked({ ...asked, page })}
          fresh={standing === 'added'}
        />
      ) : tried.isError ? (
        <p className={css.hint}>
          {faults.length > 0
            ? t('studio.effect.mend')
            : t('studio.effect.none', { why: sentence(asTrouble(tried.error).message) })}
        </p>
      ) : (
        <Skeleton active title={false} paragraph={{ rows: 6 }} />
      )}
    </section>
  )
}

function Periods({ tried, onChange }: { tried: Tried; onChange: (period: string) => void }) {
  const { t } = useTranslation()
  const { period } = useFormat()
  return (
    <Select
      size="small"
      aria-label={t('studio.effect.period')}
      popupMatchSelectWidth={false}
      value={tried.period}
      options={[...new Set([tried.period, ...tried.periods])].map((one) => ({ value: one, label: period(one) }))}
      onChange={onChange}
    />
  )
}

interface ToldProps {
  tried: Tried
  page: number
  onPage: (page: number) => void
  fresh: boolean
}

function Told({ tried, page, onPage, fresh }: ToldProps) {
  const { t } = useTranslation()
  const words = useFaultWords()
  if (tried.faults.length > 0)
    return (
      <>
        <p className={css.hint}>{t('studio.effect.faults')}</p>
        <ul className={css.faults}>
          {tried.faults.map((fault, index) => (
            <li key={`${fault.code} ${index}`}>
              <button type="button" onClick={() => lead(fault.path)}>
                {words(fault)}
              </button>
            </li>
          ))}
        </ul>
      </>
    )
  return (
    <>
      {tried.company && <Company row={tried.company} tried={tried} />}
      {tried.total > 0 && (
        <p className={css.moved}>
          {fresh
            ? t('studio.effect.fresh', { count: tried.total })
            : tried.moved > 0
              ? t('studio.effect.moved', { count: tried.moved, total: tried.total })
              : t('studio.effect.unmoved', { total: tried.total })}
        </p>
      )}
      {tried.items.length > 0 ? (
        <People tried={tried} fresh={fresh} />
      ) : (
        <p className={css.hint}>{t('studio.effect.nobody')}</p>
      )}
      {tried.total > FEW && (
        <Pagination size="small" simple current={page} pageSize={FEW} total={tried.total} onChange={onPage} />
      )}
    </>
  )
}
