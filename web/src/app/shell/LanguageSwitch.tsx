import { Button } from 'antd'

import { useChangeMe } from '@/client/me'
import { useLanguage } from '@/components/format'
import { keepChoice } from '@/components/look'

/** The other language, in its own words. */
export function LanguageSwitch() {
  const change = useChangeMe()
  const next = useLanguage() === 'zh' ? 'en' : 'zh'
  function choose() {
    keepChoice({ language: next })
    change.mutate({ language: next })
  }
  return (
    <Button type="text" lang={next} onClick={choose}>
      {next === 'en' ? 'English' : '中文'}
    </Button>
  )
}
