import { Button } from 'antd'
import { useTranslation } from 'react-i18next'

import { Await } from '@/components/Await'
import { useFormat } from '@/components/format'

import { useEndSession, useSessions } from './account'
import css from './account.module.css'

/** Every browser that is signed in; each can be ended from here. */
export function Sessions() {
  const { t } = useTranslation()
  const { moment } = useFormat()
  const sessions = useSessions()
  const end = useEndSession()
  return (
    <section className={css.panel}>
      <h2>{t('account.sessions')}</h2>
      <Await query={sessions}>
        {(all) => (
          <ul className={css.rows}>
            {all.map((session) => (
              <li key={session.id} className={css.row}>
                <div>
                  <div>
                    {session.device} {session.current && <span className={css.soft}>({t('account.thisOne')})</span>}
                  </div>
                  <p className={css.soft}>
                    {t('account.seen', { at: moment(session.seen_at), address: session.address })}
                  </p>
                </div>
                {!session.current && (
                  <Button
                    loading={end.isPending && end.variables === session.id}
                    onClick={() => end.mutate(session.id)}
                  >
                    {t('account.end')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Await>
    </section>
  )
}
