import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'

import { Await } from '@/components/Await'
import { figure, useFormat } from '@/components/format'
import { Notice } from '@/components/Notice'
import { TroubleView } from '@/components/TroubleView'

import { useMatch, useStrays, useUndoMatch } from '../sources'
import type { Match, SourceDetail, Stray } from '../types'
import { MemberSelect } from '../wizard/MemberSelect'
import wizard from '../wizard/wizard.module.css'
import css from './source.module.css'

/** Values that are no member of their list: choosing one says what it means, from now on and for what came before. */
export function StrayList({ source }: { source: SourceDetail }) {
  const { t } = useTranslation()
  const strays = useStrays(source.id)
  return (
    <Await query={strays}>
      {({ items, total }) =>
        items.length === 0 ? (
          <Notice title={t('sources.straysNone')} text={t('sources.straysNoneText')} />
        ) : (
          <>
            <p className={css.soft}>{t('sources.straysHere')}</p>
            <ul className={`${wizard.strays} ${css.section}`}>
              {items.map((stray) => (
                <One key={`${stray.dimension} ${stray.field} ${stray.text}`} stray={stray} />
              ))}
            </ul>
            {total > items.length && (
              <p className={css.soft}>{t('sources.straysMore', { count: total - items.length })}</p>
            )}
          </>
        )
      }
    </Await>
  )
}

function One({ stray }: { stray: Stray }) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const { message } = App.useApp()
  const match = useMatch()
  const undo = useUndoMatch()
  const { dimension, text } = stray
  function choose(key: string | undefined) {
    if (!key) return
    const made: Match = { dimension, text, key }
    match.mutate(made, { onSuccess: () => tell(made) })
  }
  function tell(made: Match) {
    const noted = `match-${made.text}`
    void message.open({
      key: noted,
      type: 'success',
      duration: 6,
      content: (
        <>
          {t('sources.matched', { text: made.text, name: made.key })}{' '}
          <Button
            type="link"
            size="small"
            onClick={() => {
              undo.mutate(made)
              message.destroy(noted)
            }}
          >
            {t('sources.undo')}
          </Button>
        </>
      ),
    })
  }
  return (
    <li>
      <span className={wizard.strayText}>
        <code className={wizard.wrong}>{text}</code>
        <span className={wizard.times}>× {figure(stray.rows)}</span>
      </span>
      <span className={css.soft}>{said(stray.dimension_name)}</span>
      <MemberSelect stray={stray} value={undefined} onChange={choose} />
      <span>{match.isError && <TroubleView error={match.error} retry={match.reset} />}</span>
    </li>
  )
}
