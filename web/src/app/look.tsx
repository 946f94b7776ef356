import { useQuery } from '@tanstack/react-query'
import { App as AntApp, ConfigProvider } from 'antd'
import en from 'antd/locale/en_US'
import zh from 'antd/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import { type ReactNode, useEffect, useSyncExternalStore } from 'react'

import { meQuery } from '@/client/me'
import { useLanguage } from '@/components/format'
import { keepChoice, LookContext, type ThemeChoice, useChoice } from '@/components/look'

import { i18n } from './i18n'
import { themeOf, toneClass, variablesOf } from './theme'

const DARK = window.matchMedia('(prefers-color-scheme: dark)')

function useTone(choice: ThemeChoice) {
  const prefersDark = useSyncExternalStore(
    (changed) => {
      DARK.addEventListener('change', changed)
      return () => DARK.removeEventListener('change', changed)
    },
    () => DARK.matches,
  )
  if (choice !== 'system') return choice
  return prefersDark ? 'dark' : 'light'
}

/** Theme and language for everything below: chosen here, kept in the browser, led by the account once it is known. */
export function Look({ children }: { children: ReactNode }) {
  const choice = useChoice()
  const tone = useTone(choice.theme)
  const language = useLanguage()
  const { data: me } = useQuery({ ...meQuery, enabled: false }) // asked by the shell, never at the door

  useEffect(() => {
    if (me) keepChoice({ theme: me.theme, language: me.language })
  }, [me?.theme, me?.language]) // eslint-disable-line react-hooks/exhaustive-deps

  useEffect(() => {
    void i18n.changeLanguage(choice.language)
    dayjs.locale(choice.language === 'zh' ? 'zh-cn' : 'en')
    document.documentElement.lang = choice.language === 'zh' ? 'zh-CN' : 'en'
  }, [choice.language])

  useEffect(() => {
    const root = document.documentElement
    root.style.removeProperty('background')
    root.style.removeProperty('color-scheme')
    root.classList.add(toneClass(tone))
    return () => root.classList.remove(toneClass(tone))
  }, [tone])

  return (
    <ConfigProvider
      theme={themeOf(tone)}
      locale={language === 'zh' ? zh : en}
      button={{ autoInsertSpace: false }}
      form={{ requiredMark: false }}
    >
      <style>{variablesOf(tone)}</style>
      <LookContext value={tone}>
        <AntApp className="app">{children}</AntApp>
      </LookContext>
    </ConfigProvider>
  )
}
