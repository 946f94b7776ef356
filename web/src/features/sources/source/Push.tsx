import { Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { worldPath } from '@/client/world'

import type { SourceDetail } from '../types'
import css from './source.module.css'

/** How a system hands its data in by itself: a token, and a line that is ready to run. */
export function Push({ source }: { source: SourceDetail }) {
  const { t } = useTranslation()
  const row = Object.fromEntries(source.fields.map(({ column }) => [column, '…']))
  const address = `${window.location.origin}${worldPath}${source.push}`
  const line = [
    `curl -X POST '${address}' \\`,
    `  -H 'Authorization: Bearer $TOKEN' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -H 'Idempotency-Key: 1' \\`,
    `  -d '${JSON.stringify([row])}'`,
  ]
    .join('\n')
    .replace("'Authorization: Bearer $TOKEN'", '"Authorization: Bearer $TOKEN"')
  return (
    <div className={css.push}>
      <p>{t('sources.pushText')}</p>
      <ol>
        <li>
          {t('sources.pushToken')}{' '}
          {source.may_push ? <Link to="/account">{t('sources.pushMake')}</Link> : t('sources.pushWho')}
        </li>
        <li>
          {t('sources.pushRun')}
          <Typography.Paragraph copyable={{ text: line }} className={css.curl}>
            <pre tabIndex={0}>{line}</pre>
          </Typography.Paragraph>
        </li>
        <li>{t('sources.pushAgain')}</li>
      </ol>
    </div>
  )
}
