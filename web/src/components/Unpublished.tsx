import { useTranslation } from 'react-i18next'

import { acts } from '@/client/acts'
import { useMay } from '@/client/me'
import { asTrouble } from '@/client/trouble'

import { Notice } from './Notice'

/** Whether a question failed only because no blueprint was published yet. */
export const unpublished = (error: unknown) => Boolean(error) && asTrouble(error).code === 'blueprint.nothing_published'

/** Where numbers will be once a blueprint is published, and who does that how. */
export function Unpublished() {
  const { t } = useTranslation()
  const publishes = useMay(acts.setup)
  return (
    <Notice title={t('today.setup.none')} text={t(publishes ? 'today.setup.blueprintText' : 'today.setup.noneText')}>
      {publishes && <code>{`zhunsheng --home ${t('components.home')} publish ${t('today.setup.folder')}`}</code>}
    </Notice>
  )
}
