import { Segmented } from 'antd'
import { useTranslation } from 'react-i18next'

import { useChangeMe, useMe } from '@/client/me'
import type { Me } from '@/client/types'
import { type Language, useFormat } from '@/components/format'
import { useScope } from '@/components/useScope'
import { keepChoice, type ThemeChoice, useChoice } from '@/components/look'

import css from './account.module.css'

const THEMES: ThemeChoice[] = ['light', 'dark', 'system']
const LANGUAGES: { value: Language; label: string }[] = [
  { value: 'zh', label: '中文' },
  { value: 'en', label: 'English' },
]

/** Language, appearance, and what one's roles let one see. */
export function Preferences() {
  const { t } = useTranslation()
  const { data: me } = useMe()
  const change = useChangeMe()
  const { theme, language } = useChoice()
  function choose(next: Partial<Pick<Me, 'language' | 'theme'>>) {
    keepChoice(next)
    change.mutate(next)
  }
  return (
    <>
      <section className={css.panel}>
        <h2>{t('account.look')}</h2>
        <div className={css.row}>
          <span>{t('account.language')}</span>
          <Segmented
            aria-label={t('account.language')}
            value={language}
            options={LANGUAGES}
            onChange={(value) => choose({ language: value })}
          />
        </div>
        <div className={css.row}>
          <span>{t('account.theme')}</span>
          <Segmented
            aria-label={t('account.theme')}
            value={theme}
            options={THEMES.map((value) => ({ value, label: t(`components.themes.${value}`) }))}
            onChange={(value) => choose({ theme: value })}
          />
        </div>
      </section>
      {me && <Roles roles={me.roles} />}
    </>
  )
}

function Roles({ roles }: Pick<Me, 'roles'>) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const scope = useScope()
  return (
    <section className={css.panel}>
      <h2>{t('account.roles')}</h2>
      <ul className={css.rows}>
        {roles.map(({ role, name, units }) => (
          <li key={role} className={css.row}>
            <span className={css.name}>{said(name)}</span>
            <span className={css.soft}>{scope(role, units)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
