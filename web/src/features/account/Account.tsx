import { Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'

import { acts } from '@/client/acts'
import { useMay, useMe } from '@/client/me'
import { PageHead } from '@/components/PageHead'

import { OwnVisits } from './OwnVisits'
import { Preferences } from './Preferences'
import { Safety } from './Safety'
import { Tokens } from './Tokens'

/** What belongs to the viewer alone. */
export function Account() {
  const { t } = useTranslation()
  const { data: me } = useMe()
  const [params, setParams] = useSearchParams()
  const seesVisits = useMay(acts.ownVisits)
  const about = me && [me.account.name, me.account.username, me.account.email].filter(Boolean).join(' · ')
  const items = [
    { key: 'preferences', label: t('account.tabs.preferences'), children: <Preferences /> },
    { key: 'safety', label: t('account.tabs.safety'), children: <Safety /> },
    { key: 'tokens', label: t('account.tabs.tokens'), children: <Tokens /> },
    ...(seesVisits ? [{ key: 'visits', label: t('account.tabs.visits'), children: <OwnVisits /> }] : []),
  ]
  return (
    <>
      <PageHead title={t('account.title')} about={about} />
      <Tabs
        items={items}
        activeKey={params.get('tab') ?? 'preferences'}
        onChange={(tab) => setParams({ tab })}
        destroyOnHidden
      />
    </>
  )
}
