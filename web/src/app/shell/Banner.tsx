import { useTranslation } from 'react-i18next'

import type { Me } from '@/client/types'
import { worldPath } from '@/client/world'
import { useFormat } from '@/components/format'

import css from './shell.module.css'

/** In which world this is, when it is not the ordinary one, and where its clock stands. */
export function Banner({ world }: { world: Me['world'] }) {
  const { t } = useTranslation()
  const { date } = useFormat()
  const said = [
    ...(worldPath ? [t('app.clock.world', { world: world.name })] : []),
    ...(world.stands ? [t('app.clock.stands', { date: date(world.today) })] : []),
  ]
  return said.length > 0 && <div className={css.banner}>{said.join(' · ')}</div>
}
