import { DatePicker, Select } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'

import { acts } from '@/client/acts'
import { ExportButton, FilterBar, ListTable, SearchBox, useListState } from '@/components/list'
import { Notice } from '@/components/Notice'
import { PageHead } from '@/components/PageHead'
import { useVisitColumns, VISIT_ACTS, VisitLine } from '@/components/visits'

import { useVisits } from './visits'

const DAY = 'YYYY-MM-DD'

/** The access log, filtered and exported. */
export function Visits() {
  const { t } = useTranslation()
  const list = useListState('about', 'act', 'from', 'to')
  const visits = useVisits(list.query)
  const { about, act, from, to } = list.chosen
  return (
    <>
      <PageHead title={t('visits.title')} about={t('visits.about')} />
      <FilterBar
        filtered={list.filtered}
        onClear={list.clear}
        end={
          <ExportButton path="/visits.xlsx" query={{ q: list.state.q, about, act, from, to }} act={acts.exportVisits} />
        }
      >
        <SearchBox value={list.state.q} placeholder={t('visits.search')} onSearch={(q) => list.change({ q })} />
        <SearchBox
          value={about}
          placeholder={t('visits.aboutHint')}
          onSearch={(text) => list.change({ about: text })}
        />
        <Select
          allowClear
          aria-label={t('visits.act')}
          placeholder={t('visits.anyAct')}
          value={act}
          options={VISIT_ACTS.map((value) => ({ value, label: t(`components.visits.acts.${value}`) }))}
          onChange={(value: string | undefined) => list.change({ act: value })}
          style={{ minWidth: 128 }}
        />
        <DatePicker.RangePicker
          allowEmpty
          value={[from ? dayjs(from) : null, to ? dayjs(to) : null]}
          onChange={(range) => list.change({ from: range?.[0]?.format(DAY), to: range?.[1]?.format(DAY) })}
          style={{ width: 248 }}
        />
      </FilterBar>
      <ListTable
        query={visits}
        list={list}
        columns={useVisitColumns()}
        rowKey={(visit) => String(visit.id)}
        narrow={(visit) => <VisitLine visit={visit} />}
        empty={<Notice title={t('visits.empty')} text={t('visits.emptyText')} />}
        width={920}
      />
    </>
  )
}
