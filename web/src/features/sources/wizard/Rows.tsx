import { Segmented, Table, type TableProps } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { figure, useFormat } from '@/components/format'

import { headingOf, nameOf } from '../body/columns'
import type { SourceBody } from '../body/types'
import type { Correction, PreviewRow } from '../types'
import { Cell } from './Cell'
import css from './wizard.module.css'

const WIDTH = 150
const HEIGHT = 420
const ROW = 39
const FEW = 10 // so few rows need no window of their own

interface Props {
  /** The headings of the file, in their order. */
  headings: string[]
  rows: PreviewRow[]
  source: SourceBody
  corrections: Correction[]
  onMend: (row: number, cells: Record<string, string>) => void
}

/** The fields in the order of the file's columns; those that it lacks come last. */
function inOrder(source: SourceBody, headings: string[]): string[] {
  const place = (field: string) => {
    const at = headings.indexOf(headingOf(source, field))
    return at < 0 ? headings.length : at
  }
  return Object.keys(source.fields).sort((one, other) => place(one) - place(other))
}

/** The rows as they came, those that would fail first; a cell is mended where it stands. */
export function Rows({ headings, rows, source, corrections, onMend }: Props) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const failing = rows.filter(({ problems }) => problems.length > 0)
  const [only, setOnly] = useState<'all' | 'failing'>('all')
  if (rows.length === 0) return null
  const shown = only === 'failing' && failing.length > 0 ? failing : rows
  const fields = inOrder(source, headings)
  const columns: TableProps<PreviewRow>['columns'] = [
    { title: t('sources.row'), dataIndex: 'row', width: 72, fixed: 'start', className: css.rowNumber },
    ...fields.map((field) => ({
      title: said(nameOf(source, field)),
      key: field,
      width: WIDTH,
      render: (_: unknown, row: PreviewRow) => {
        const mended = corrections.find((one) => one.row === row.row)?.cells[field]
        return (
          <Cell
            label={`${said(nameOf(source, field))} ${row.row}`}
            text={mended ?? row.cells[field] ?? ''}
            was={mended === undefined ? undefined : row.cells[field]}
            problems={row.problems.filter((one) => one.field === field).map(({ problem }) => problem)}
            onChange={(text) => onMend(row.row, { [field]: text })}
          />
        )
      },
    })),
  ]
  return (
    <section>
      <header className={css.rowsHead}>
        <h3>{t('sources.rows')}</h3>
        {failing.length > 0 && failing.length < rows.length && (
          <Segmented
            size="small"
            value={only}
            onChange={setOnly}
            options={[
              { value: 'all', label: t('sources.rowsAll') },
              { value: 'failing', label: t('sources.rowsFailing', { figure: figure(failing.length) }) },
            ]}
          />
        )}
      </header>
      <div className={css.grid}>
        <Table<PreviewRow>
          size="small"
          virtual={shown.length > FEW}
          rowKey="row"
          pagination={false}
          dataSource={shown}
          columns={columns}
          scroll={{
            x: 72 + WIDTH * fields.length,
            y: shown.length > FEW ? Math.min(HEIGHT, ROW * shown.length) : undefined,
          }}
        />
      </div>
      {rows.length >= 1000 && <p className={css.soft}>{t('sources.rowsMost')}</p>}
    </section>
  )
}
