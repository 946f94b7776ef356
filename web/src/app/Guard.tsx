import { Outlet } from 'react-router'

import { useMe } from '@/client/me'
import { Trouble } from '@/client/trouble'
import { TroubleView } from '@/components/TroubleView'

const forbidden = new Trouble({ status: 403, code: 'forbidden' })

/** A page for those whom it is for; whoever else comes here sees that alone. */
export function Guard({ page }: { page: string }) {
  const { data: me } = useMe()
  return me?.pages.includes(page) ? <Outlet /> : <TroubleView error={forbidden} />
}
