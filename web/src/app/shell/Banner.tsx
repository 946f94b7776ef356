import { useTranslation } from 'react-i18next'

import type { Me } from '@/client/types'
import { worldPath } from '@/client/world'
import { useFormat } from '@/components/format'

import css from './shell.module.css'

/** In which world this is, when it is not the ordinary one; on paper, which has no clock above, also where time stands. */
export function Banner({ world }: { world: Me['world'] }) {
  const { t } = useTranslation()
  const { date } = useFormat()
  return (
    <>
      {worldPath && <div className={css.banner}>{t('app.clock.world', { world: world.name })}</div>}
      {world.stands && <div className={css.printed}>{t('app.clock.stands', { date: date(world.today) })}</div>}
    </>
  )
}
