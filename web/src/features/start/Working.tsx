import { Progress } from 'antd'
import { useTranslation } from 'react-i18next'

import type { StartState } from '@/client/start'
import { PageHead } from '@/components/PageHead'

import { Remarks } from './Remarks'
import css from './start.module.css'

interface Props extends Pick<StartState, 'remarks'> {
  work: NonNullable<StartState['work']>
}

/** While the sample comes in. */
export function Working({ work, remarks }: Props) {
  const { t } = useTranslation()
  const share = work.total ? Math.round((work.done / work.total) * 100) : 0
  return (
    <div className={css.working} aria-live="polite">
      <PageHead title={t('start.working')} about={t('start.workingText')} />
      <Progress percent={share} status="active" />
      {work.total !== null && (
        <p className={css.soft}>{t('start.workingSteps', { done: work.done, total: work.total })}</p>
      )}
      <Remarks remarks={remarks} />
    </div>
  )
}
