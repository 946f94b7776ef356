import { useMutation } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { api, told } from '@/client'
import { TroubleView } from '@/components/TroubleView'

import { sameEntity } from '../places'
import { type Draft, type EntityHead, type Published, useRefresh } from '../studio'
import css from './changes.module.css'
import { From } from './From'

/** Entities that can be named at once; of more, all are published as they stand. */
const MOST = 500

interface Props {
  draft: Draft
  chosen: EntityHead[]
  onDone: (outcome: Published) => void
}

/** Publishes what is chosen: why, and from which day. */
export function Publish({ draft, chosen, onDone }: Props) {
  const { t } = useTranslation()
  const note = useId()
  const refresh = useRefresh()
  const [why, setWhy] = useState('')
  const [effective, setEffective] = useState<string | null>(null)
  const all = chosen.length === draft.items.length
  const wrong = draft.faults.filter((fault) => chosen.some((item) => sameEntity(item, fault))).length
  const publish = useMutation({
    mutationFn: () => {
      const only = all && chosen.length > MOST ? null : chosen.map(({ kind, id, version }) => ({ kind, id, version }))
      return told(api.POST('/api/v1/draft/publish', { body: { only, note: why.trim(), effective } }))
    },
    onSuccess: (outcome) => {
      onDone(outcome)
      return refresh()
    },
    onError: () => refresh(),
  })
  return (
    <section className={css.publish} aria-label={t('studio.publish.title')}>
      <h2>{t('studio.publish.title')}</h2>
      <p className={css.hint}>
        {all
          ? t('studio.publish.all', { count: chosen.length })
          : t('studio.publish.some', { count: chosen.length, total: draft.items.length })}
      </p>
      <label htmlFor={note}>{t('studio.publish.note')}</label>
      <Input.TextArea
        id={note}
        autoSize={{ minRows: 2, maxRows: 6 }}
        maxLength={500}
        placeholder={t('studio.publish.noteHint')}
        value={why}
        onChange={({ target }) => setWhy(target.value)}
      />
      <From value={effective} onChange={setEffective} />
      <Button
        block
        type="primary"
        size="large"
        disabled={chosen.length === 0 || wrong > 0}
        loading={publish.isPending}
        onClick={() => publish.mutate()}
      >
        {t('studio.publish.do', { count: chosen.length })}
      </Button>
      {wrong > 0 && <p className={css.wrong}>{t('studio.publish.wrong', { count: wrong })}</p>}
      {publish.isError && <TroubleView error={publish.error} retry={() => publish.mutate()} />}
    </section>
  )
}
