import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'

import { asTrouble } from '@/client/trouble'

import css from './sign-in.module.css'

/** Why it did not work, in the words of the server where it has some. */
export function Refusal({ error }: { error: unknown }) {
  const { t } = useTranslation()
  if (!error) return null
  const trouble = asTrouble(error)
  const own = trouble.status === 429 ? t('signIn.slowly') : trouble.code === 'wrong_password' ? t('signIn.wrong') : ''
  const why = own || trouble.detail
  const title = trouble.code === 'offline' ? t('components.trouble.offline') : t('signIn.refused')
  return <Alert className={css.alert} type="error" title={title} description={why || undefined} role="alert" />
}
