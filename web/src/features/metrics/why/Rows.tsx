import { Table, type TableProps } from 'antd'
import { useTranslation } from 'react-i18next'

import { acts } from '@/client/acts'
import type { Explanation } from '@/client/types'
import { type useFormat as Format, useFormat } from '@/components/format'
import { ExportButton } from '@/components/list'
import { Scrolled } from '@/components/Scrolled'

import css from '../metrics.module.css'

type FactRow = Explanation['rows']['items'][number]
type Column = Explanation['columns'][number]
type Cell = FactRow['cells'][string]

/** The rows that were counted, each with its file and line. */
export function Rows({ told, turn }: { told: Explanation; turn: (page: number) => void }) {
  const { t } = useTranslation()
  const { total, hidden, page, page_size: size, items } = told.rows
  const columns = useColumns(told.columns)
  const { dimension, key: subject } = told.subject
  return (
    <section className={css.section}>
      <div className={css.panelHead}>
        <h3>
          {t('metrics.explain.rows')} <span className={css.where}>{t('metrics.explain.count', { total })}</span>
        </h3>
        <ExportButton
          path={`/metrics/${told.metric.id}/rows.xlsx`}
          query={{ dimension, subject: subject ?? undefined, period: told.period }}
          act={acts.exportRows}
          size="small"
        />
      </div>
      {hidden > 0 && <p className={css.where}>{t('metrics.explain.hidden', { hidden })}</p>}
      {total === 0 ? (
        hidden === 0 && <p className={css.where}>{t('metrics.explain.noRows')}</p>
      ) : (
        <Scrolled label={t('metrics.explain.rows')}>
          <Table<FactRow>
            size="small"
            columns={columns}
            dataSource={items}
            rowKey={(row) => `${row.batch} ${row.file} ${row.row}`}
            scroll={{ x: 'max-content' }}
            pagination={{
              size: 'small',
              current: page,
              pageSize: size,
              total,
              showSizeChanger: false,
              hideOnSinglePage: true,
              onChange: turn,
            }}
          />
        </Scrolled>
      )}
    </section>
  )
}

function useColumns(columns: Column[]): TableProps<FactRow>['columns'] {
  const { t } = useTranslation()
  const format = useFormat()
  return [
    ...columns.map((column) => ({
      key: column.id,
      title: format.said(column.name),
      align: isNumber(column) ? ('end' as const) : ('start' as const),
      render: (_: unknown, row: FactRow) => shown(row.cells[column.id], column, format),
    })),
    {
      key: 'file',
      title: t('metrics.explain.file'),
      render: (_: unknown, row: FactRow) => (
        <span className={css.where} title={t('metrics.explain.batch', { batch: row.batch })}>
          {t('metrics.explain.line', { file: row.file, row: row.row })}
        </span>
      ),
    },
  ]
}

const isNumber = (column: Column) => ['number', 'money', 'integer', 'duration'].includes(column.type)

function shown(cell: Cell | undefined, column: Column, format: ReturnType<typeof Format>): string {
  if (cell === null || cell === undefined) return '—'
  if (typeof cell === 'number') return cell.toLocaleString('en-US')
  if (column.type === 'date') return format.date(String(cell))
  if (column.type === 'datetime') return format.moment(String(cell))
  return String(cell)
}
