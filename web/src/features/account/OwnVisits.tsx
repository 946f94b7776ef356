import { useTranslation } from 'react-i18next'

import { ListTable, useListState } from '@/components/list'
import { Notice } from '@/components/Notice'
import { useVisitColumns, VisitLine } from '@/components/visits'

import { useOwnVisits } from './account'
import css from './account.module.css'

/** Who looked at the viewer. */
export function OwnVisits() {
  const { t } = useTranslation()
  const list = useListState()
  const { page, page_size: size } = list.state
  return (
    <>
      <p className={css.soft} style={{ marginBottom: 12 }}>
        {t('account.visitsAbout')}
      </p>
      <ListTable
        query={useOwnVisits({ page, page_size: size })}
        list={list}
        columns={useVisitColumns()?.filter((column) => column.key !== 'about')}
        rowKey={(visit) => String(visit.id)}
        narrow={(visit) => <VisitLine visit={visit} />}
        empty={<Notice title={t('account.noVisits')} text={t('account.noVisitsText')} />}
        width={760}
      />
    </>
  )
}
