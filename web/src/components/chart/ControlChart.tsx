import { Skeleton } from 'antd'
import { lazy, Suspense } from 'react'

import type { Series } from '@/client/types'

import css from './chart.module.css'

const Drawing = lazy(() => import('./Drawing'))

/** A metric over time against its target and its usual range. */
export function ControlChart({ series }: { series: Series }) {
  return (
    <Suspense fallback={<Skeleton.Node active className={css.box} style={{ width: '100%', height: '100%' }} />}>
      <Drawing series={series} />
    </Suspense>
  )
}
