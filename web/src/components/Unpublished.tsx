import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { acts } from '@/client/acts'
import { useMay } from '@/client/me'
import { asTrouble } from '@/client/trouble'

import { Notice } from './Notice'

/** Whether a question failed only because nothing was published yet. */
export const unpublished = (error: unknown) => Boolean(error) && asTrouble(error).code === 'blueprint.nothing_published'

/** Where numbers will be once the company is set up, and the way there for whoever does that. */
export function Unpublished() {
  const { t } = useTranslation()
  const begins = useMay(acts.start)
  return (
    <Notice
      title={t('components.unpublished.title')}
      text={t(begins ? 'components.unpublished.begin' : 'components.unpublished.wait')}
      action={
        begins && (
          <Link to="/start">
            <Button type="primary">{t('components.unpublished.go')}</Button>
          </Link>
        )
      }
    />
  )
}
