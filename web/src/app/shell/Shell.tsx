import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Navigate, Outlet, ScrollRestoration, useLocation, useNavigate } from 'react-router'

import { useLive } from '@/client/live'
import { useMe } from '@/client/me'
import { asTrouble } from '@/client/trouble'
import type { Me } from '@/client/types'
import { PlaceContext } from '@/components/format'
import { TroubleView } from '@/components/TroubleView'
import { useNarrow } from '@/components/useNarrow'

import { Pending } from '../Pending'
import { onSessionEnded } from '../query'
import { Banner } from './Banner'
import { Help } from './Help'
import { Palette } from './Palette'
import { pagesOf } from './pages'
import css from './shell.module.css'
import { SideMenu } from './SideMenu'
import { TabBar } from './TabBar'
import { TopBar } from './TopBar'
import { useShortcuts } from './useShortcuts'

/** The house: whoever is not signed in is led to the door, and back afterwards. */
export function Shell() {
  const me = useMe()
  const { pathname, search } = useLocation()
  if (me.data) return <House me={me.data} />
  if (me.isPending) return <Pending />
  if (asTrouble(me.error).status === 401) return <Navigate to={doorFor(pathname + search)} replace />
  return <TroubleView error={me.error} retry={() => void me.refetch()} />
}

const doorFor = (address: string) => (address === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(address)}`)

function House({ me }: { me: Me }) {
  const { t } = useTranslation()
  const narrow = useNarrow()
  const [open, setOpen] = useState<'search' | 'help' | null>(null)
  const pages = useMemo(() => pagesOf(me.pages), [me.pages])
  const place = useMemo(() => ({ zone: me.world.time_zone, today: me.world.today }), [me.world])
  const shut = () => setOpen(null)

  useLive(me.world.stands)
  useLeaveWhenEnded()
  useShortcuts(pages, setOpen)

  return (
    <PlaceContext value={place}>
      <a className={css.skip} href="#content">
        {t('app.skip')}
      </a>
      <div className={css.house}>
        {!narrow && <SideMenu pages={pages} world={me.world} />}
        <div className={css.main}>
          <TopBar me={me} onSearch={() => setOpen('search')} onHelp={() => setOpen('help')} />
          <Banner world={me.world} />
          <main id="content" className={css.content} tabIndex={-1}>
            <Outlet />
          </main>
        </div>
        {narrow && <TabBar pages={pages} />}
      </div>
      <Palette open={open === 'search'} pages={pages} onClose={shut} />
      <Help open={open === 'help'} pages={pages} onClose={shut} />
      <ScrollRestoration getKey={({ pathname }) => pathname} />
    </PlaceContext>
  )
}

function useLeaveWhenEnded() {
  const navigate = useNavigate()
  const { pathname, search } = useLocation()
  useEffect(() => onSessionEnded(() => void navigate(doorFor(pathname + search))), [navigate, pathname, search])
}
