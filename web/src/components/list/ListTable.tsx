import type { UseQueryResult } from '@tanstack/react-query'
import { Pagination, Skeleton, Table, type TableProps } from 'antd'
import type { SorterResult } from 'antd/es/table/interface'
import type { Key, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import { Notice } from '../Notice'
import { TroubleView } from '../TroubleView'
import { useNarrow } from '../useNarrow'
import css from './list.module.css'
import type { useListState } from './useListState'

export interface Page<T> {
  items: T[]
  total: number
}

interface Props<T> {
  query: UseQueryResult<Page<T>>
  list: Pick<ReturnType<typeof useListState>, 'state' | 'change' | 'filtered' | 'clear'>
  columns: TableProps<T>['columns']
  rowKey: (item: T) => string
  /** How one item reads on a phone; without it the table scrolls sideways. */
  narrow?: (item: T) => ReactNode
  onOpen?: (item: T) => void
  empty?: ReactNode
  width?: number
  /** Without a card around it, for a list that stands in one already. */
  bare?: boolean
}

/** A list that the server pages, sorts and searches. */
export function ListTable<T extends object>(props: Props<T>) {
  const { query, list, empty } = props
  const isNarrow = useNarrow()
  const { t } = useTranslation()
  if (query.isError && !query.data) return <TroubleView error={query.error} retry={() => void query.refetch()} />
  if (!query.data) return <Skeleton active title={false} paragraph={{ rows: 8, width: '100%' }} />
  if (query.data.items.length === 0 && !list.filtered && empty) return empty
  if (query.data.items.length === 0) {
    return <Notice title={t('components.list.none')} text={t('components.list.noneTodo')} />
  }
  return (
    <div className={props.bare ? undefined : css.card} style={{ opacity: query.isPlaceholderData ? 0.6 : 1 }}>
      {isNarrow && props.narrow ? (
        <Rows {...props} narrow={props.narrow} items={query.data.items} />
      ) : (
        <Wide {...props} />
      )}
      <Foot total={query.data.total} list={list} />
    </div>
  )
}

function Wide<T extends object>({ query, list, columns, rowKey, onOpen, width }: Props<T>) {
  const sort = list.state.sort ?? ''
  const sorted = columns?.map((column) =>
    column.key && column.sorter
      ? {
          ...column,
          sortOrder:
            sort === column.key ? ('ascend' as const) : sort === `-${String(column.key)}` ? ('descend' as const) : null,
        }
      : column,
  )
  return (
    <Table<T>
      size="middle"
      columns={sorted}
      dataSource={query.data?.items}
      rowKey={rowKey}
      pagination={false}
      scroll={{ x: width ?? 'max-content' }}
      showSorterTooltip={false}
      onChange={(_page, _filters, sorter) => list.change({ sort: sortOf(sorter) })}
      rowClassName={onOpen && css.click}
      onRow={(item) => (onOpen ? { onClick: () => onOpen(item) } : {})}
    />
  )
}

function sortOf<T>(sorter: SorterResult<T> | SorterResult<T>[]): string | undefined {
  const one = Array.isArray(sorter) ? sorter[0] : sorter
  const key: Key | undefined = one?.columnKey
  if (!one?.order || key === undefined) return undefined
  return one.order === 'descend' ? `-${String(key)}` : String(key)
}

function Rows<T>({
  items,
  narrow,
  rowKey,
  onOpen,
}: Pick<Props<T>, 'rowKey' | 'onOpen'> & { items: T[]; narrow: (item: T) => ReactNode }) {
  return (
    <ul className={css.rows}>
      {items.map((item) => (
        <li key={rowKey(item)}>
          {onOpen ? (
            <button type="button" className={css.open} onClick={() => onOpen(item)}>
              {narrow(item)}
            </button>
          ) : (
            <div className={css.open}>{narrow(item)}</div>
          )}
        </li>
      ))}
    </ul>
  )
}

function Foot({ total, list }: { total: number; list: Props<object>['list'] }) {
  const { t } = useTranslation()
  const isNarrow = useNarrow()
  const { page, page_size } = list.state
  if (total <= page_size && page === 1) return <div className={css.foot}>{t('components.list.total', { total })}</div>
  return (
    <div className={css.foot}>
      <Pagination
        size="small"
        simple={isNarrow}
        current={page}
        pageSize={page_size}
        total={total}
        showSizeChanger={total > 20}
        pageSizeOptions={[20, 50, 100, 200]}
        showTotal={() => t('components.list.total', { total })}
        onChange={(next, size) =>
          list.change({
            page: String(size === page_size ? next : 1),
            ...(size === page_size ? {} : { page_size: String(size) }),
          })
        }
      />
    </div>
  )
}
