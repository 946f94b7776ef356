import { InputNumber } from 'antd'
import { useTranslation } from 'react-i18next'

import { at, type Path } from '../body'
import { useDesk } from '../desk'
import { Row } from '../Row'

/** Which percentile. */
export function Percentile({ path }: { path: Path }) {
  const { t } = useTranslation()
  const { body, shut, change } = useDesk()
  const value = at(body, path)
  return (
    <Row
      label={t('studio.percentile')}
      path={path}
      hint={typeof value === 'number' && t('studio.percentileIs', { p: value, rest: 100 - value })}
    >
      {(id, wrong) => (
        <InputNumber
          id={id}
          disabled={shut}
          status={wrong ? 'error' : undefined}
          min={1}
          max={99}
          value={typeof value === 'number' ? value : null}
          onChange={(next) => change(path, next ?? undefined)}
        />
      )}
    </Row>
  )
}
