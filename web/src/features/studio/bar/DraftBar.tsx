import { useTranslation } from 'react-i18next'
import { NavLink } from 'react-router'

import { acts } from '@/client/acts'
import { useMay } from '@/client/me'

import { LinkButton } from '../LinkButton'
import { type Draft, useDraft } from '../studio'
import css from './bar.module.css'
import { Company } from './Company'
import { useHere } from './useHere'

/** The strip above every page of the studio: this is the draft, and how far it is from what people see. */
export function DraftBar() {
  const { t } = useTranslation()
  const { data: draft } = useDraft()
  const may = useMay(acts.publish)
  const present = useHere()
  const changed = draft?.items.length ?? 0
  return (
    <section className={css.bar} aria-label={t('studio.bar.label')}>
      <div className={css.said}>
        <b className={css.draft}>{t('studio.bar.draft')}</b>
        <span role="status">{draft && <Said draft={draft} />}</span>
      </div>
      <nav className={css.nav} aria-label={t('studio.bar.pages')}>
        <NavLink to="/studio" end>
          {t('studio.bar.all')}
        </NavLink>
        <NavLink to="/studio/changes">
          {t('studio.bar.changes')}
          {changed > 0 && <span className={css.count}>{changed}</span>}
        </NavLink>
        <NavLink to="/studio/history">{t('studio.bar.history')}</NavLink>
      </nav>
      <Company present={present} />
      {may && changed > 0 && (
        <LinkButton to="/studio/changes" type="primary" className={css.publish}>
          {t('studio.bar.publish')}
        </LinkButton>
      )}
    </section>
  )
}

function Said({ draft }: { draft: Draft }) {
  const { t } = useTranslation()
  const changed = draft.items.length
  const problems = draft.faults.length
  if (changed === 0) return t('studio.bar.same')
  return (
    <>
      {t('studio.bar.changed', { count: changed })}
      {problems > 0 && <span className={css.problems}> · {t('studio.problems', { count: problems })}</span>}
      {draft.asked.length > 0 && <> · {t('studio.bar.waits')}</>}
    </>
  )
}
