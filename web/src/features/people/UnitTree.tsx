import { Skeleton, Tree } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { UnitItem } from '@/client/types'
import { pathTo, treeOf, useUnits } from '@/components/units'

import css from './people.module.css'

interface Props {
  chosen: string | undefined
  onChoose: (code: string | undefined) => void
}

/** The organisation; choosing a unit again lets it go. */
export function UnitTree({ chosen, onChoose }: Props) {
  const { t } = useTranslation()
  const units = useUnits()
  if (units.isError) return null
  return (
    <nav className={css.tree} aria-label={t('people.units')}>
      <h2>{t('people.units')}</h2>
      {units.data ? (
        <Grown units={units.data.items} chosen={chosen} onChoose={onChoose} />
      ) : (
        <Skeleton active title={false} />
      )}
    </nav>
  )
}

function Grown({ units, chosen, onChoose }: Props & { units: UnitItem[] }) {
  const tree = useMemo(() => treeOf(units), [units])
  const [opened, setOpened] = useState(() => [...tree.map((node) => node.key), ...pathTo(units, chosen)])
  return (
    <Tree
      blockNode
      treeData={tree}
      expandedKeys={opened}
      onExpand={(keys) => setOpened(keys.map(String))}
      selectedKeys={chosen ? [chosen] : []}
      onSelect={([key]) => onChoose(key === undefined ? undefined : String(key))}
      titleRender={(node) => (
        <>
          {node.title}
          <span className={css.count}>{node.people}</span>
        </>
      )}
    />
  )
}
