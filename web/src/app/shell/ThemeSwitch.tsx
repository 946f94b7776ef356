import { DesktopOutlined, MoonOutlined, SunOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'

import { useChangeMe } from '@/client/me'
import { keepChoice, type ThemeChoice, useChoice } from '@/components/look'

const ICONS = { light: <SunOutlined />, dark: <MoonOutlined />, system: <DesktopOutlined /> }
const CHOICES: ThemeChoice[] = ['light', 'dark', 'system']

/** Light, dark, or as the system. */
export function ThemeSwitch() {
  const { t } = useTranslation()
  const { theme } = useChoice()
  const change = useChangeMe()
  function choose(next: ThemeChoice) {
    keepChoice({ theme: next })
    change.mutate({ theme: next })
  }
  const items = CHOICES.map((key) => ({
    key,
    icon: ICONS[key],
    label: t(`components.themes.${key}`),
    onClick: () => choose(key),
  }))
  return (
    <Dropdown trigger={['click']} menu={{ items, selectable: true, selectedKeys: [theme] }}>
      <Button type="text" icon={ICONS[theme]} aria-label={t('app.account.theme')} />
    </Dropdown>
  )
}
