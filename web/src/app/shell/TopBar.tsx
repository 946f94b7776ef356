import { QuestionCircleOutlined, SearchOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'

import type { Me } from '@/client/types'
import { useNarrow } from '@/components/useNarrow'

import { AccountMenu } from './AccountMenu'
import { Brand } from './Brand'
import { Clock } from './Clock'
import { LanguageSwitch } from './LanguageSwitch'
import css from './shell.module.css'
import { ThemeSwitch } from './ThemeSwitch'
import { COMMAND } from './useShortcuts'

interface Props {
  me: Me
  onSearch: () => void
  onHelp: () => void
}

export function TopBar({ me, onSearch, onHelp }: Props) {
  const { t } = useTranslation()
  const narrow = useNarrow()
  return (
    <header className={css.top}>
      {narrow ? (
        <>
          <Brand />
          <Clock world={me.world} />
          <Button
            type="text"
            size="large"
            icon={<SearchOutlined />}
            aria-label={t('app.search.open')}
            onClick={onSearch}
          />
        </>
      ) : (
        <>
          <button type="button" className={css.search} onClick={onSearch}>
            <SearchOutlined />
            {t('app.search.open')}
            <kbd>{COMMAND}K</kbd>
          </button>
          <Clock world={me.world} />
          <Button type="text" icon={<QuestionCircleOutlined />} aria-label={t('app.help.title')} onClick={onHelp} />
          <ThemeSwitch />
          <LanguageSwitch />
        </>
      )}
      <AccountMenu me={me} />
    </header>
  )
}
