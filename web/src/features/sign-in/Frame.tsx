import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import { useLanguage } from '@/components/format'
import { keepChoice } from '@/components/look'

import css from './sign-in.module.css'

/** The door: one quiet card beside the plumb line. */
export function Frame({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  const { t } = useTranslation()
  const other = useLanguage() === 'zh' ? 'en' : 'zh'
  return (
    <div className={css.door}>
      <title>{`${title} · 准绳`}</title>
      <aside className={css.side} aria-hidden="true">
        <svg className={css.plumb} viewBox="0 0 40 400" preserveAspectRatio="xMidYMax slice">
          <path d="M20 0v352" />
          <path className={css.bob} d="M20 346l11 13-11 29-11-29z" />
        </svg>
        <p className={css.name}>准绳</p>
        <p className={css.motto}>{t('signIn.motto')}</p>
      </aside>
      <main className={css.main}>
        <div className={css.card}>
          <h1>{title}</h1>
          {text && <p className={css.text}>{text}</p>}
          {children}
        </div>
        <Button type="text" className={css.language} lang={other} onClick={() => keepChoice({ language: other })}>
          {other === 'en' ? 'English' : '中文'}
        </Button>
      </main>
    </div>
  )
}
