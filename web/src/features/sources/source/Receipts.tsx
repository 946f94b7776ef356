import { App, Button, type TableProps } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { acts } from '@/client/acts'
import { useMay } from '@/client/me'
import { asTrouble } from '@/client/trouble'
import { figure, sentence, useFormat } from '@/components/format'
import { ListTable } from '@/components/list'
import { Notice } from '@/components/Notice'

import { useReceipts, useWithdraw } from '../sources'
import type { Receipt, SourceDetail } from '../types'
import css from './source.module.css'

const SIZE = 20

/** What came, batch by batch; each can be taken out of the numbers again. */
export function Receipts({ source }: { source: SourceDetail }) {
  const { t } = useTranslation()
  const { moment } = useFormat()
  const [page, setPage] = useState(1)
  const receipts = useReceipts({ source: source.id, page, page_size: SIZE })
  const loads = useMay(acts.loadFacts) && source.feeds !== 'people'
  const states: Record<string, string> = {
    accepted: t('sources.states.accepted'),
    settled: t('sources.states.settled'),
    withdrawn: t('sources.states.withdrawn'),
  }
  const list = {
    state: { page, page_size: SIZE },
    filtered: false,
    clear: () => setPage(1),
    change: (next: { page?: string }) => setPage(Number(next.page ?? 1)),
  }
  const columns: TableProps<Receipt>['columns'] = [
    {
      key: 'at',
      title: t('sources.receivedAt'),
      width: 130,
      fixed: 'start',
      render: (_, receipt) => moment(receipt.accepted_at),
    },
    {
      key: 'name',
      title: t('sources.file'),
      width: 240,
      render: (_, { name, sender, batch }) => (
        <>
          {name}
          <div className={css.soft}>
            {sender} · #{batch}
          </div>
        </>
      ),
    },
    ...(['rows', 'new', 'changed', 'duplicate', 'quarantined'] as const).map((key) => ({
      key,
      title: t(`sources.counts.${key}`),
      align: 'end' as const,
      width: 84,
      render: (_: unknown, receipt: Receipt) => (
        <span className={receipt[key] === 0 ? css.faint : undefined}>{figure(receipt[key])}</span>
      ),
    })),
    {
      key: 'state',
      title: t('sources.state'),
      width: 110,
      render: (_, { state }) => (
        <span className={state === 'withdrawn' ? css.faint : undefined}>{states[state] ?? state}</span>
      ),
    },
    {
      key: 'act',
      title: <span className="sr-only">{t('sources.withdraw')}</span>,
      width: 90,
      render: (_, receipt) => loads && receipt.state !== 'withdrawn' && <Withdraw receipt={receipt} />,
    },
  ]
  return (
    <ListTable
      query={receipts}
      list={list}
      columns={columns}
      rowKey={({ batch }) => String(batch)}
      narrow={(receipt) => (
        <div className={css.narrow}>
          <div>
            <strong>{receipt.name}</strong>
            <div className={css.soft}>
              {moment(receipt.accepted_at)} · {receipt.sender} · {states[receipt.state] ?? receipt.state}
            </div>
            <div className={css.soft}>
              {t('sources.receiptSaid', {
                rows: figure(receipt.rows),
                fresh: figure(receipt.new),
                changed: figure(receipt.changed),
                waiting: figure(receipt.quarantined),
              })}
            </div>
          </div>
          {loads && receipt.state !== 'withdrawn' && <Withdraw receipt={receipt} />}
        </div>
      )}
      empty={<Notice title={t('sources.noReceipts')} text={t('sources.noReceiptsText')} />}
      width={980}
    />
  )
}

/** Asks before a batch leaves the numbers, and says what follows. */
function Withdraw({ receipt }: { receipt: Receipt }) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const { modal, message } = App.useApp()
  const withdraw = useWithdraw()
  function ask() {
    modal.confirm({
      title: t('sources.withdrawTitle', { name: receipt.name }),
      content: t('sources.withdrawText', { figure: figure(receipt.new + receipt.changed) }),
      okText: t('sources.withdraw'),
      cancelText: t('sources.keep'),
      onOk: () =>
        withdraw.mutateAsync(receipt.batch).then(
          () => void message.success(t('sources.withdrawn')),
          (error: unknown) => {
            const [problem] = asTrouble(error).problems
            void message.error(problem ? sentence(said(problem.what)) : asTrouble(error).message)
          },
        ),
    })
  }
  return (
    <Button type="link" className={css.act} onClick={ask}>
      {t('sources.withdraw')}
    </Button>
  )
}
