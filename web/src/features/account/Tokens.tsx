import { Button, Popconfirm } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { Await } from '@/components/Await'
import { useFormat } from '@/components/format'
import { Notice } from '@/components/Notice'

import { useDropToken, useTokens } from './account'
import css from './account.module.css'
import { NewToken } from './NewToken'
import { useScopeWords } from './scopes'

/** Keys for programs. */
export function Tokens() {
  const { t } = useTranslation()
  const tokens = useTokens()
  const [making, setMaking] = useState(false)
  const begin = (
    <Button type="primary" onClick={() => setMaking(true)}>
      {t('account.newToken')}
    </Button>
  )
  return (
    <section className={css.panel}>
      <Await query={tokens}>
        {(all) =>
          all.length === 0 ? (
            <Notice title={t('account.noTokens')} text={t('account.noTokensText')} action={begin} />
          ) : (
            <>
              <div className={css.head}>
                <p className={css.soft}>{t('account.tokensAbout')}</p>
                {begin}
              </div>
              <List tokens={all} />
            </>
          )
        }
      </Await>
      <NewToken open={making} onClose={() => setMaking(false)} />
    </section>
  )
}

type Token = NonNullable<ReturnType<typeof useTokens>['data']>[number]

function List({ tokens }: { tokens: Token[] }) {
  const { t } = useTranslation()
  const { moment } = useFormat()
  const words = useScopeWords()
  const drop = useDropToken()
  return (
    <ul className={css.rows}>
      {tokens.map((token) => (
        <li key={token.id} className={css.row}>
          <div>
            <div className={css.name}>{token.name}</div>
            <p className={css.soft}>
              {[
                words(token.scopes),
                t('account.expires', { at: moment(token.expires_at) }),
                token.used_at ? t('account.used', { at: moment(token.used_at) }) : t('account.unused'),
              ].join(' · ')}
            </p>
          </div>
          <Popconfirm
            title={t('account.dropSure')}
            okText={t('account.drop')}
            cancelText={t('account.cancel')}
            onConfirm={() => drop.mutate(token.id)}
          >
            <Button>{t('account.drop')}</Button>
          </Popconfirm>
        </li>
      ))}
    </ul>
  )
}
