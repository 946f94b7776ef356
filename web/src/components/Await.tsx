import type { UseQueryResult } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import type { ReactNode } from 'react'

import { TroubleView } from './TroubleView'

interface Props<T> {
  query: UseQueryResult<T>
  skeleton?: ReactNode
  children: (data: T) => ReactNode
}

/** A question's answer: a skeleton while it is on its way, the trouble if it failed, else the page. */
export function Await<T>({ query, skeleton, children }: Props<T>) {
  if (query.data !== undefined) return children(query.data)
  if (query.isError) return <TroubleView error={query.error} retry={() => void query.refetch()} />
  return skeleton ?? <Skeleton active paragraph={{ rows: 6 }} title={false} />
}
