import { LogoutOutlined, UserOutlined } from '@ant-design/icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Avatar, Dropdown, type MenuProps } from 'antd'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'

import { signOut } from '@/client/session'
import type { Me } from '@/client/types'
import { useNarrow } from '@/components/useNarrow'

import css from './shell.module.css'

/** Who is signed in, their account, and the way out. */
export function AccountMenu({ me }: { me: Me }) {
  const { t } = useTranslation()
  const narrow = useNarrow()
  const navigate = useNavigate()
  const leave = useLeave()
  const { name, username } = me.account
  const about = [me.person?.unit?.name, me.person?.position].filter(Boolean).join(' · ')
  const items: MenuProps['items'] = [
    { key: 'who', type: 'group', label: about ? `${username} · ${about}` : username },
    { key: 'account', icon: <UserOutlined />, label: t('app.pages.account'), onClick: () => void navigate('/account') },
    { type: 'divider' },
    { key: 'leave', icon: <LogoutOutlined />, label: t('app.account.signOut'), onClick: () => leave.mutate() },
  ]
  return (
    <Dropdown trigger={['click']} menu={{ items }} placement="bottomRight">
      <button type="button" className={css.who} aria-label={narrow ? t('app.account.menu', { name }) : undefined}>
        <Avatar size={28} aria-hidden="true" style={{ background: 'var(--zs-accent)', fontSize: 13 }}>
          {name.slice(0, 1)}
        </Avatar>
        {!narrow && name}
      </button>
    </Dropdown>
  )
}

function useLeave() {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: signOut,
    onSuccess: async () => {
      await navigate('/sign-in')
      client.clear()
    },
  })
}
