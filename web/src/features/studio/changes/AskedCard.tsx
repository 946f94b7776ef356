import { SolutionOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { api, told } from '@/client'
import { acts } from '@/client/acts'
import { useMay } from '@/client/me'
import { sentence, useFormat } from '@/components/format'
import { TroubleView } from '@/components/TroubleView'

import { useNames } from '../people'
import { placeOf } from '../places'
import { type Asked, type Published, reference, useRefresh } from '../studio'
import css from './changes.module.css'

interface Props {
  asked: Asked
  onDone: (outcome: Published) => void
}

/** A publication that waits for a second person: whoever asked may take it back, anybody else may agree or not. */
export function AskedCard({ asked, onDone }: Props) {
  const { t } = useTranslation()
  const { said, moment, date } = useFormat()
  const nameOf = useNames()
  const may = useMay(acts.publish)
  return (
    <section className={css.asked}>
      <div className={css.head}>
        <SolutionOutlined aria-hidden="true" />
        <h2>
          {asked.mine ? t('studio.asked.mine') : t('studio.asked.theirs', { who: nameOf(asked.by, asked.by_name) })}
        </h2>
        <span className={css.who}>{moment(asked.at)}</span>
      </div>
      <p>{sentence(said(asked.why))}</p>
      <ul className={css.said}>
        {asked.said.map(({ text }) => (
          <li key={text.zh}>{sentence(said(text))}</li>
        ))}
      </ul>
      <dl className={css.terms}>
        <dt>{t('studio.asked.what')}</dt>
        <dd>
          {asked.entities.map((entity) => (
            <Link key={reference(entity)} to={placeOf(entity)}>
              {entity.name ? said(entity.name) : entity.id}
            </Link>
          ))}
        </dd>
        {asked.restores && <dt>{t('studio.history.title')}</dt>}
        {asked.restores && <dd>{t('studio.asked.restores', { number: asked.restores })}</dd>}
        <dt>{t('studio.publish.from')}</dt>
        <dd>{asked.effective ? date(asked.effective) : t('studio.publish.presets.ever')}</dd>
        {asked.note && <dt>{t('studio.publish.note')}</dt>}
        {asked.note && <dd>{asked.note}</dd>}
      </dl>
      {may && <Answer asked={asked} onDone={onDone} />}
    </section>
  )
}

function Answer({ asked, onDone }: Props) {
  const { t } = useTranslation()
  const refresh = useRefresh()
  const path = { asked: asked.id }
  const agree = useMutation({
    mutationFn: () => told(api.POST('/api/v1/draft/asked/{asked}/agree', { params: { path } })),
    onSuccess: (outcome) => {
      onDone(outcome)
      return refresh()
    },
  })
  const decline = useMutation({
    mutationFn: () => told(api.POST('/api/v1/draft/asked/{asked}/decline', { params: { path } })),
    onSuccess: refresh,
  })
  const failed = agree.error ?? decline.error
  return (
    <>
      <div className={css.answers}>
        {!asked.mine && (
          <Button type="primary" loading={agree.isPending} disabled={decline.isPending} onClick={() => agree.mutate()}>
            {t('studio.asked.agree')}
          </Button>
        )}
        <Button loading={decline.isPending} disabled={agree.isPending} onClick={() => decline.mutate()}>
          {t(asked.mine ? 'studio.asked.takeBack' : 'studio.asked.decline')}
        </Button>
      </div>
      {failed && <TroubleView error={failed} />}
    </>
  )
}
