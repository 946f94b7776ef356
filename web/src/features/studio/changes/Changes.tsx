import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { acts } from '@/client/acts'
import { useMay } from '@/client/me'
import { Await } from '@/components/Await'
import { Notice } from '@/components/Notice'
import { PageHead } from '@/components/PageHead'

import { LinkButton } from '../LinkButton'
import { type Draft, type Published, reference, useDraft } from '../studio'
import { AskedCard } from './AskedCard'
import css from './changes.module.css'
import { Changed } from './Changed'
import { Outcome } from './Outcome'
import { Publish } from './Publish'
import { WhatIf } from './WhatIf'

/** What the draft changes, in words, for whom, and from when it shall hold. */
export function Changes() {
  const { t } = useTranslation()
  const [outcome, setOutcome] = useState<Published>()
  return (
    <>
      <PageHead title={t('studio.changes.title')} about={t('studio.changes.about')} />
      {outcome && <Outcome outcome={outcome} onClose={() => setOutcome(undefined)} />}
      <Await query={useDraft()}>
        {(draft) => <Told draft={draft} onDone={setOutcome} quiet={outcome !== undefined} />}
      </Await>
    </>
  )
}

interface Props {
  draft: Draft
  onDone: (outcome: Published) => void
  quiet: boolean
}

function Told({ draft, onDone, quiet }: Props) {
  const { t } = useTranslation()
  const may = useMay(acts.publish)
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const chosen = draft.items.filter((item) => !left.has(reference(item)))
  const choose = (key: string, on: boolean) => {
    const next = new Set(left)
    if (on) next.delete(key)
    else next.add(key)
    setLeft(next)
  }
  return (
    <>
      {draft.asked.map((asked) => (
        <AskedCard key={asked.id} asked={asked} onDone={onDone} />
      ))}
      {draft.items.length === 0 ? (
        !quiet && (
          <Notice
            title={t('studio.changes.none')}
            text={t('studio.changes.noneText')}
            action={<LinkButton to="/studio">{t('studio.back')}</LinkButton>}
          />
        )
      ) : (
        <div className={css.columns}>
          <div>
            {draft.items.map((item) => (
              <Changed
                key={reference(item)}
                item={item}
                draft={draft}
                chosen={!left.has(reference(item))}
                onChoose={may ? (on) => choose(reference(item), on) : undefined}
              />
            ))}
            <WhatIf draft={draft} />
          </div>
          {may && <Publish draft={draft} chosen={chosen} onDone={onDone} />}
        </div>
      )}
    </>
  )
}
