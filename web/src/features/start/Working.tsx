import { Progress } from 'antd'
import { useTranslation } from 'react-i18next'

import type { StartState } from '@/client/start'
import { PageHead } from '@/components/PageHead'

import css from './start.module.css'

/** While the sample comes in. */
export function Working({ work }: { work: NonNullable<StartState['work']> }) {
  const { t } = useTranslation()
  const share = work.total ? Math.round((work.done / work.total) * 100) : 0
  return (
    <div className={css.working} aria-live="polite">
      <PageHead title={t('start.working')} about={t('start.workingText')} />
      <Progress percent={share} status="active" />
      {work.total !== null && (
        <p className={css.soft}>{t('start.workingSteps', { done: work.done, total: work.total })}</p>
      )}
    </div>
  )
}
