import { TreeSelect } from 'antd'
import { useTranslation } from 'react-i18next'

import { treeOf, useUnits } from '@/components/units'

interface Props {
  chosen: string | undefined
  onChoose: (code: string | undefined) => void
}

/** The organisation on a phone. */
export function UnitSelect({ chosen, onChoose }: Props) {
  const { t } = useTranslation()
  const { data } = useUnits()
  return (
    <TreeSelect<string>
      allowClear
      showSearch={{ treeNodeFilterProp: 'title' }}
      aria-label={t('people.units')}
      placeholder={t('people.allUnits')}
      treeData={treeOf(data?.items ?? [])}
      treeDefaultExpandedKeys={data?.items.slice(0, 1).map((unit) => unit.code)}
      value={chosen}
      onChange={(code: string | undefined) => onChoose(code)}
    />
  )
}
