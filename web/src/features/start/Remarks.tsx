import { Alert } from 'antd'

import type { StartState } from '@/client/start'
import { sentence, useFormat } from '@/components/format'

import css from './start.module.css'

/** What setting up left out, and why. */
export function Remarks({ remarks }: Pick<StartState, 'remarks'>) {
  const { said } = useFormat()
  return remarks.map((remark, at) => (
    <Alert
      key={`${remark.code}-${at}`}
      className={css.remark}
      type="info"
      showIcon
      title={sentence(said(remark.what))}
      description={remark.todo && sentence(said(remark.todo))}
    />
  ))
}
