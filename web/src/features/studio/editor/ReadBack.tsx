import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'

import { sentence, useFormat } from '@/components/format'

import type { Entity } from '../studio'
import { UsedBy } from '../UsedBy'
import { lead } from './desk'
import css from './editor.module.css'

/** The metric as a sentence, what is wrong with it, what changed, what stands on it. */
export function ReadBack({ entity }: { entity: Entity }) {
  const { t } = useTranslation()
  const { said } = useFormat()
  return (
    <>
      <section className={css.panel}>
        <h2>{t('studio.side.sentence')}</h2>
        <p className={css.sentence} aria-live="polite">
          {entity.sentence ? sentence(said(entity.sentence)) : t('studio.side.noSentence')}
        </p>
      </section>
      <Problems entity={entity} />
      {entity.outdated && <Alert className={css.alert} type="info" showIcon title={t('studio.outdated')} />}
      <Locked entity={entity} />
      {entity.said.length > 0 && entity.standing === 'changed' && (
        <section className={css.panel}>
          <h2>{t('studio.side.changed')}</h2>
          <ul className={css.saidList}>
            {entity.said.map((text) => (
              <li key={text.zh}>{sentence(said(text))}</li>
            ))}
          </ul>
        </section>
      )}
      <section className={css.panel}>
        <h2>{t('studio.side.used')}</h2>
        {entity.used_by.length > 0 ? (
          <UsedBy items={entity.used_by} />
        ) : (
          <p className={css.hint}>{t('studio.side.unused')}</p>
        )}
      </section>
    </>
  )
}

function Problems({ entity: { faults } }: { entity: Entity }) {
  const { t } = useTranslation()
  const { said } = useFormat()
  if (faults.length === 0) return null
  return (
    <section className={css.panel} data-wrong>
      <h2>{t('studio.problems', { count: faults.length })}</h2>
      <ol className={css.wrongs}>
        {faults.map((fault, index) => (
          <li key={`${fault.code} ${index}`}>
            <button type="button" onClick={() => lead(fault.path)}>
              {sentence(said(fault.what))}
            </button>
          </li>
        ))}
      </ol>
    </section>
  )
}

function Locked({ entity: { lock } }: { entity: Entity }) {
  const { t } = useTranslation()
  const { said, date, period } = useFormat()
  if (!lock) return null
  return (
    <section className={css.panel}>
      <h2>{t('studio.side.lock', { period: period(lock.period) })}</h2>
      <p className={css.hint}>{sentence(said(lock.said))}</p>
      <p className={css.hint}>{t('studio.side.freeFrom', { date: date(lock.free_from) })}</p>
    </section>
  )
}
