import { Alert, Button, Checkbox, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { fileAddress } from '@/client'
import { Trouble } from '@/client/trouble'
import type { ImportPreview } from '@/client/types'
import { Scrolled } from '@/components/Scrolled'
import { TroubleView } from '@/components/TroubleView'

import css from '../people.module.css'
import type { useLoad } from './import'
import { Changes } from './Changes'
import { NewUnits } from './NewUnits'
import { Problems } from './Problems'
import { Report } from './Report'

interface Props {
  preview: ImportPreview
  load: ReturnType<typeof useLoad>
  onBack: () => void
}

/** The second step: what would change, what cannot be read, and how the first rows were read. */
export function Check({ preview, load, onBack }: Props) {
  const { t } = useTranslation()
  const [partly, setPartly] = useState(false)
  const [sure, setSure] = useState(false)
  const doubtful = preview.new_units.some((unit) => unit.near !== null)
  const { report, token, problems } = preview
  const outdated = load.error instanceof Trouble && load.error.preview !== undefined
  const changes = report.new + report.changed + report.left
  const refused = report.refused > 0
  return (
    <>
      {outdated && <Alert type="info" showIcon title={t('people.outdated')} description={t('people.outdatedTodo')} />}
      <Report report={report} />
      <NewUnits units={preview.new_units} />
      <Changes changes={preview.changes} more={preview.more_changes} />
      {refused && (
        <>
          <Problems problems={problems} more={preview.more} />
          <Button href={fileAddress(`/people/import/${token}/errors.xlsx`, {})} download>
            {t('people.errors')}
          </Button>
        </>
      )}
      <Sample preview={preview} />
      {load.isError && !outdated && <TroubleView error={load.error} retry={() => load.mutate({ token, partly })} />}
      {changes === 0 && <p className={css.soft}>{t('people.nothing')}</p>}
      <div className={css.buttons}>
        {refused && (
          <Checkbox checked={partly} onChange={(event) => setPartly(event.target.checked)}>
            {t('people.partly', { count: report.refused })}
          </Checkbox>
        )}
        {doubtful && (
          <Checkbox checked={sure} onChange={(event) => setSure(event.target.checked)}>
            {t('people.makeUnits')}
          </Checkbox>
        )}
        <Button
          type="primary"
          disabled={changes === 0 || (refused && !partly) || (doubtful && !sure)}
          loading={load.isPending}
          onClick={() => load.mutate({ token, partly })}
        >
          {refused ? t('people.load') : t('people.loadAll')}
        </Button>
        <Button onClick={onBack}>{t('people.other')}</Button>
      </div>
    </>
  )
}

function Sample({ preview }: { preview: ImportPreview }) {
  const { t } = useTranslation()
  return (
    <>
      <h2>{t('people.sample')}</h2>
      <Scrolled label={t('people.sample')}>
        <Table
          size="small"
          rowKey="row"
          pagination={false}
          scroll={{ x: 'max-content' }}
          dataSource={preview.sample}
          columns={[
            { title: t('people.row'), dataIndex: 'row', width: 56, fixed: 'start' },
            ...preview.columns.map((column) => ({
              title: column,
              render: (_: unknown, row: (typeof preview.sample)[number]) => row.cells[column] || '—',
            })),
          ]}
        />
      </Scrolled>
    </>
  )
}
