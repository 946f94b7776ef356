import { App, Button, Input, Pagination, Select, Skeleton, Table, type TableProps } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { figure, sentence, useFormat } from '@/components/format'
import { Notice } from '@/components/Notice'
import { TroubleView } from '@/components/TroubleView'

import { useDrop, useRedo, useWaiting } from '../sources'
import type { Fix, ProblemGroup, SourceDetail, WaitingRow } from '../types'
import { Cell } from '../wizard/Cell'
import { Group } from '../wizard/Groups'
import wizard from '../wizard/wizard.module.css'
import css from './source.module.css'

const SIZE = 50
const WIDTH = 150
const ALL = ''

type Replace = Record<string, Record<string, string>>
type Edits = Record<number, Record<string, string>>

/** Rows that could not be read: mended by text or by cell, read again, or given up. */
export function Waiting({ source }: { source: SourceDetail }) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const [page, setPage] = useState(1)
  const [asked, setAsked] = useState(ALL)
  const [code = '', field = ''] = asked.split(' ')
  const waiting = useWaiting({ source: source.id, page, page_size: SIZE, code, field })
  const [edits, setEdits] = useState<Edits>({})
  const [replace, setReplace] = useState<Replace>({})
  const { data } = waiting
  if (waiting.isError && !data) return <TroubleView error={waiting.error} retry={() => void waiting.refetch()} />
  if (!data) return <Skeleton active paragraph={{ rows: 8 }} title={false} />
  if (data.total === 0 && asked === ALL) {
    return <Notice title={t('sources.waitingNone')} text={t('sources.waitingNoneText')} />
  }
  const mended = Object.keys(edits).length + Object.values(replace).flatMap((texts) => Object.keys(texts)).length
  const nameOf = (id: string) => source.fields.find((one) => one.id === id)?.name
  const put = (of: string, text: string, meant: string) =>
    setReplace((before) => ({ ...before, [of]: { ...before[of], [text]: meant } }))

  return (
    <div className={css.waiting}>
      <p className={css.soft}>{t('sources.waitingText')}</p>
      <section className={css.section}>
        <h2>{t('sources.problems')}</h2>
        <ul className={wizard.groups}>
          {data.groups.map((group) => (
            <Group
              key={keyOf(group)}
              group={group}
              name={group.field ? (nameOf(group.field) ?? null) : null}
              fixes={(fixes, text) =>
                text !== null &&
                group.field && (
                  <Replacing
                    text={text}
                    fixes={fixes}
                    value={replace[group.field]?.[text]}
                    onChange={(meant) => put(group.field ?? '', text, meant)}
                  />
                )
              }
            />
          ))}
        </ul>
      </section>
      <section className={css.section}>
        <header className={css.rowsHead}>
          <h2>{t('sources.waitingRows')}</h2>
          {data.groups.length > 1 && (
            <Select
              value={asked}
              aria-label={t('sources.waitingWhich')}
              popupMatchSelectWidth={false}
              onChange={(next: string) => {
                setAsked(next)
                setPage(1)
              }}
              options={[
                { value: ALL, label: t('sources.waitingAll') },
                ...data.groups.map((group) => ({ value: keyOf(group), label: sentence(said(group.problem.what)) })),
              ]}
            />
          )}
        </header>
        <Rows
          source={source}
          rows={data.items}
          edits={edits}
          replace={replace}
          onEdit={(id, cells) => setEdits((before) => ({ ...before, [id]: { ...before[id], ...cells } }))}
        />
        {data.total > SIZE && (
          <Pagination
            size="small"
            current={page}
            pageSize={SIZE}
            total={data.total}
            showSizeChanger={false}
            onChange={setPage}
          />
        )}
      </section>
      <Acts
        source={source}
        mended={mended}
        total={source.waiting}
        body={{ edits: Object.entries(edits).map(([id, cells]) => ({ id: Number(id), cells })), replace }}
        onDone={() => {
          setEdits({})
          setReplace({})
          setPage(1)
          setAsked(ALL)
        }}
      />
    </div>
  )
}

const keyOf = ({ problem, field }: ProblemGroup) => `${problem.code} ${field ?? ''}`.trim()

interface ReplacingProps {
  text: string
  fixes: Fix[]
  value: string | undefined
  onChange: (meant: string) => void
}

/** What a wrong text shall be wherever it stands: what is proposed, or what is typed. */
function Replacing({ text, fixes, value, onChange }: ReplacingProps) {
  const { t } = useTranslation()
  const { said } = useFormat()
  return (
    <span className={wizard.fixes}>
      {fixes.map(
        ({ cell, said: words }) =>
          cell !== null && (
            <Button
              key={cell}
              size="small"
              type={value === cell ? 'primary' : 'default'}
              onClick={() => onChange(cell)}
            >
              {said(words)}
            </Button>
          ),
      )}
      <Input
        size="small"
        className={css.meant}
        value={value ?? ''}
        aria-label={t('sources.replaceOf', { text })}
        placeholder={t('sources.replaceBy')}
        onChange={(event) => onChange(event.target.value)}
      />
    </span>
  )
}

interface RowsProps {
  source: SourceDetail
  rows: WaitingRow[]
  edits: Edits
  replace: Replace
  onEdit: (id: number, cells: Record<string, string>) => void
}

function Rows({ source, rows, edits, replace, onEdit }: RowsProps) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const columns: TableProps<WaitingRow>['columns'] = [
    {
      title: t('sources.row'),
      key: 'row',
      width: 190,
      fixed: 'start',
      className: wizard.rowNumber,
      render: (_, row) => (
        <>
          {row.row}
          <div className={css.fileName} title={row.file}>
            {row.file}
          </div>
          {row.problems
            .filter((one) => one.field === null)
            .map(({ problem }) => (
              <div key={problem.code} className={css.wrong}>
                {sentence(said(problem.what))}
              </div>
            ))}
        </>
      ),
    },
    ...source.fields.map(({ id, name }) => ({
      title: said(name),
      key: id,
      width: WIDTH,
      render: (_: unknown, row: WaitingRow) => {
        if (row.veiled.includes(id)) return <span className={css.veiled}>{t('sources.veiled')}</span>
        const was = row.cells[id] ?? ''
        const text = edits[row.id]?.[id] ?? (replace[id]?.[was] || undefined)
        return (
          <Cell
            label={`${said(name)} ${row.row}`}
            text={text ?? was}
            was={text === undefined ? undefined : was}
            problems={
              text === undefined ? row.problems.filter((one) => one.field === id).map((one) => one.problem) : []
            }
            onChange={(next) => onEdit(row.id, { [id]: next })}
          />
        )
      },
    })),
  ]
  return (
    <div className={wizard.grid}>
      <Table<WaitingRow>
        size="small"
        rowKey="id"
        pagination={false}
        dataSource={rows}
        columns={columns}
        scroll={{ x: 190 + WIDTH * source.fields.length }}
      />
    </div>
  )
}

interface ActsProps {
  source: SourceDetail
  mended: number
  total: number
  body: { edits: { id: number; cells: Record<string, string> }[]; replace: Replace }
  onDone: () => void
}

function Acts({ source, mended, total, body, onDone }: ActsProps) {
  const { t } = useTranslation()
  const { modal, message } = App.useApp()
  const redo = useRedo(source.id)
  const drop = useDrop(source.id)
  function give() {
    modal.confirm({
      title: t('sources.dropTitle', { figure: figure(total) }),
      content: t('sources.dropText'),
      okText: t('sources.dropAll'),
      cancelText: t('sources.keep'),
      onOk: () =>
        drop.mutateAsync(null).then(({ dropped }) => {
          void message.success(t('sources.dropped', { figure: figure(dropped) }))
          onDone()
        }),
    })
  }
  return (
    <div className={wizard.go}>
      {redo.isError && <TroubleView error={redo.error} retry={redo.reset} />}
      {drop.isError && <TroubleView error={drop.error} retry={drop.reset} />}
      <div className={wizard.goBar}>
        <p>{mended > 0 ? t('sources.mended', { count: mended }) : t('sources.mendHint')}</p>
        <Button type="text" onClick={give}>
          {t('sources.dropAll')}
        </Button>
        <Button
          type="primary"
          size="large"
          loading={redo.isPending}
          onClick={() =>
            redo.mutate(body, {
              onSuccess: ({ redone, waiting }) => {
                void message.success(t('sources.redone', { figure: figure(redone), waiting: figure(waiting) }))
                onDone()
              },
            })
          }
        >
          {t('sources.redo')}
        </Button>
      </div>
    </div>
  )
}
