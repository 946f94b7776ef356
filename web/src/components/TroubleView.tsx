import { Button } from 'antd'
import { useTranslation } from 'react-i18next'

import { asTrouble, type Trouble } from '@/client/trouble'
import { worldPath } from '@/client/world'

import { sentence, typeset, useFormat } from './format'
import { Notice } from './Notice'
import { ProblemList } from './ProblemList'

/** What happened, why, what to do, and a reference number. */
export function TroubleView({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation()
  const trouble = asTrouble(error)
  const words = useWords(trouble)
  const gone = trouble.status === 403 || trouble.status === 404
  return (
    <Notice
      title={words.title}
      text={words.text}
      action={
        gone || !retry ? (
          <Button href={`${worldPath}/`}>{t('components.trouble.home')}</Button>
        ) : (
          <Button onClick={retry}>{t('components.trouble.retry')}</Button>
        )
      }
    >
      <ProblemList problems={trouble.problems} />
      <Reference trouble={trouble} />
    </Notice>
  )
}

function Reference({ trouble }: { trouble: Trouble }) {
  const { t } = useTranslation()
  if (!trouble.reference) return null
  return (
    <p>
      {t('components.trouble.reference')} <code>{trouble.reference}</code>
    </p>
  )
}

function useWords(trouble: Trouble): { title: string; text: string } {
  const { t } = useTranslation()
  const { said } = useFormat()
  const known = TITLES[trouble.status]
  const kind = kindOf(trouble)
  const title = known ? t(`components.trouble.titles.${known}`) : t(`components.trouble.${kind}`)
  const [only, ...others] = trouble.problems
  if (others.length > 0) return { title, text: '' } // the list below says them all
  const own = only ? said(only.what) : typeset(trouble.detail)
  return { title, text: own ? sentence(own) : t(`components.trouble.${kind}Todo`) }
}

const TITLES: Record<number, 'bad' | 'conflict' | 'large' | 'mend' | 'often' | 'full' | undefined> = {
  400: 'bad',
  409: 'conflict',
  413: 'large',
  415: 'mend',
  422: 'mend',
  429: 'often',
  507: 'full',
}

function kindOf(trouble: Trouble) {
  if (trouble.code === 'offline') return 'offline'
  if (trouble.code === 'page') return 'page'
  if (trouble.status === 403) return 'forbidden'
  if (trouble.status === 404) return 'missing'
  return 'server'
}
