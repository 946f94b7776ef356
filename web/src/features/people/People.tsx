import { UploadOutlined } from '@ant-design/icons'
import { Button, DatePicker, type TableProps } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import { Link, useLocation, useNavigate, useParams } from 'react-router'

import { acts } from '@/client/acts'
import { useMay } from '@/client/me'
import type { PersonItem } from '@/client/types'
import { useFormat } from '@/components/format'
import { ExportButton, FilterBar, ListTable, SearchBox, useListState } from '@/components/list'
import { Notice } from '@/components/Notice'
import { PageHead } from '@/components/PageHead'
import { useNarrow } from '@/components/useNarrow'

import { usePeople } from './people'
import { PersonDrawer } from './PersonDrawer'
import css from './people.module.css'
import { UnitTree } from './UnitTree'
import { UnitSelect } from './UnitSelect'

/** Units on the left, people on the right, one person in a drawer. */
export function People() {
  const { t } = useTranslation()
  const narrow = useNarrow()
  const list = useListState('unit', 'position', 'day')
  const open = useOpen()
  const people = usePeople(list.query)
  const { unit, position, day } = list.chosen
  const { today } = useFormat()
  const columns = useColumns(day ?? today)
  const chooseUnit = (code: string | undefined) => list.change({ unit: code })
  return (
    <>
      <PageHead title={t('people.title')} about={t('people.about')} actions={<ImportLink />} />
      <div className={css.split}>
        {!narrow && <UnitTree chosen={unit} onChoose={chooseUnit} />}
        <div className={css.people}>
          <FilterBar
            filtered={list.filtered}
            onClear={list.clear}
            end={
              <ExportButton
                path="/people.xlsx"
                query={{ q: list.state.q, unit, position, day }}
                act={acts.exportPeople}
              />
            }
          >
            <SearchBox value={list.state.q} placeholder={t('people.search')} onSearch={(q) => list.change({ q })} />
            {narrow && <UnitSelect chosen={unit} onChoose={chooseUnit} />}
            <SearchBox
              value={position}
              placeholder={t('people.anyPosition')}
              onSearch={(text) => list.change({ position: text })}
            />
            <DatePicker
              aria-label={t('people.day')}
              placeholder={t('people.day')}
              value={day ? dayjs(day) : null}
              onChange={(date) => list.change({ day: date?.format('YYYY-MM-DD') })}
            />
          </FilterBar>
          <ListTable
            query={people}
            list={list}
            columns={columns}
            rowKey={(person) => person.number}
            narrow={(person) => <Narrow person={person} />}
            onOpen={(person) => open(person.number)}
            empty={<Notice title={t('people.empty')} text={t('people.emptyText')} action={<ImportLink />} />}
            width={760}
          />
        </div>
      </div>
      <PersonDrawer number={useParams().number} onClose={() => open(null)} onOpen={open} />
    </>
  )
}

function useOpen() {
  const navigate = useNavigate()
  const { search } = useLocation()
  return (number: string | null) => void navigate(`/people${number ? `/${encodeURIComponent(number)}` : ''}${search}`)
}

function ImportLink() {
  const { t } = useTranslation()
  if (!useMay(acts.importPeople)) return null
  return (
    <Link to="/people/import">
      <Button type="primary" icon={<UploadOutlined />}>
        {t('people.import')}
      </Button>
    </Link>
  )
}

/** `on`: the day that the list is about; somebody's last day is still a day at work. */
function useColumns(on: string): TableProps<PersonItem>['columns'] {
  const { t } = useTranslation()
  const { search } = useLocation()
  return [
    {
      key: 'name',
      title: t('people.name'),
      sorter: true,
      fixed: 'start',
      width: 150,
      render: (_, person) => (
        <>
          <Link
            to={`/people/${encodeURIComponent(person.number)}${search}`}
            className={css.name}
            onClick={(event) => event.stopPropagation()}
          >
            {person.name}
          </Link>{' '}
          {person.left && person.left < on && <span className={css.gone}>{t('people.gone')}</span>}
        </>
      ),
    },
    { key: 'number', title: t('people.number'), sorter: true, dataIndex: 'number', width: 110 },
    { key: 'unit', title: t('people.unit'), sorter: true, width: 170, render: (_, person) => person.unit?.name },
    { key: 'position', title: t('people.position'), sorter: true, dataIndex: 'position', width: 120 },
    { key: 'region', title: t('people.region'), dataIndex: 'region', width: 90 },
    { key: 'manager', title: t('people.manager'), width: 110, render: (_, person) => person.manager?.name },
  ]
}

function Narrow({ person }: { person: PersonItem }) {
  return (
    <div className={css.narrow}>
      <div>
        <span className={css.name}>{person.name}</span> <span className={css.soft}>{person.number}</span>
      </div>
      <div className={css.soft}>{[person.unit?.name, person.position].filter(Boolean).join(' · ')}</div>
    </div>
  )
}
