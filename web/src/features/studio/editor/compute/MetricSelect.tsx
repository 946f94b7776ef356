import { Select } from 'antd'
import { useTranslation } from 'react-i18next'

import { useFormat } from '@/components/format'

import { useEntities } from '../../studio'
import { useDesk } from '../desk'
import css from '../editor.module.css'

interface Props {
  id: string
  wrong: boolean
  value: string | undefined
  onChange: (metric: string) => void
}

/** Another metric of the draft. */
export function MetricSelect({ id, wrong, value, onChange }: Props) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const { body, shut } = useDesk()
  const { data } = useEntities('metric')
  const options = (data?.items ?? [])
    .filter((item) => item.id !== body.id && item.standing !== 'removed')
    .map((item) => ({ value: item.id, label: item.name ? said(item.name) : item.id }))
  return (
    <Select
      id={id}
      className={css.wide}
      disabled={shut}
      status={wrong ? 'error' : undefined}
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={t('studio.chooseMetric')}
      options={options}
      value={value}
      onChange={onChange}
    />
  )
}
