import { PlusOutlined } from '@ant-design/icons'
import { Table, type TableProps } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useSearchParams } from 'react-router'

import { acts } from '@/client/acts'
import { useMay } from '@/client/me'
import { Await } from '@/components/Await'
import { useFormat } from '@/components/format'
import { FilterBar, SearchBox } from '@/components/list'
import { Notice } from '@/components/Notice'
import { PageHead } from '@/components/PageHead'
import { useNarrow } from '@/components/useNarrow'

import { LinkButton } from './LinkButton'
import { placeOf } from './places'
import { Standing } from './Standing'
import { type EntityHead, KINDS, reference, useEntities } from './studio'
import css from './studio.module.css'

/** Everything that is configured, by kind, as the draft has it. */
export function Studio() {
  const { t } = useTranslation()
  const [params, setParams] = useSearchParams()
  const q = params.get('q') ?? undefined
  const may = useMay(acts.configure)
  const find = (text: string | undefined) => setParams(text ? { q: text } : {}, { replace: true })
  return (
    <>
      <PageHead
        title={t('studio.title')}
        about={t('studio.about')}
        actions={
          may && (
            <LinkButton to="/studio/metrics/new" type="primary" icon={<PlusOutlined />}>
              {t('studio.new')}
            </LinkButton>
          )
        }
      />
      <FilterBar filtered={Boolean(q)} onClear={() => find(undefined)}>
        <SearchBox value={q} placeholder={t('studio.search')} onSearch={find} />
      </FilterBar>
      <Await query={useEntities()}>{({ items }) => <Kinds items={items} q={q} />}</Await>
    </>
  )
}

function Kinds({ items, q }: { items: EntityHead[]; q: string | undefined }) {
  const { t } = useTranslation()
  const found = items.filter((item) => matches(item, q))
  const groups = KINDS.map((kind) => [kind, found.filter((item) => item.kind === kind).sort(touchedFirst)] as const)
  if (items.length === 0) return <Notice title={t('studio.empty')} text={t('studio.emptyText')} />
  if (found.length === 0) return <Notice title={t('components.list.none')} text={t('components.list.noneTodo')} />
  return groups.map(
    ([kind, own]) =>
      own.length > 0 && (
        <section key={kind} className={css.group}>
          <h2>
            {t(`studio.kinds.${kind}`)} <span className={css.soft}>{kind !== 'settings' && own.length}</span>
          </h2>
          <div className={css.table}>
            <Entities items={own} />
          </div>
        </section>
      ),
  )
}

function matches({ name, id }: EntityHead, q: string | undefined): boolean {
  if (!q) return true
  return `${name?.zh ?? ''} ${name?.en ?? ''} ${id}`.toLowerCase().includes(q.toLowerCase())
}

/** What the draft changes stands first, then by name as the server has it. */
const touchedFirst = (one: EntityHead, other: EntityHead) =>
  Number(one.standing === 'live') - Number(other.standing === 'live')

function Entities({ items }: { items: EntityHead[] }) {
  const navigate = useNavigate()
  const narrow = useNarrow()
  const columns = useColumns()
  if (narrow) return <Rows items={items} />
  return (
    <Table
      size="middle"
      rowKey={reference}
      columns={columns}
      dataSource={items}
      pagination={items.length > 20 && { pageSize: 20, size: 'small', showSizeChanger: false }}
      rowClassName={css.click}
      onRow={(item) => ({ onClick: () => void navigate(placeOf(item)) })}
    />
  )
}

function useColumns(): TableProps<EntityHead>['columns'] {
  const { t } = useTranslation()
  const { moment } = useFormat()
  return [
    {
      title: t('studio.name'),
      render: (_, item) => <Named item={item} />,
    },
    { title: t('studio.stands'), width: 120, render: (_, { standing }) => <Standing standing={standing} /> },
    {
      title: t('studio.problemsTitle'),
      width: 140,
      render: (_, { problems }) => <Problems count={problems} />,
    },
    {
      title: t('studio.touched'),
      width: 240,
      render: (_, { by, at }) => by && <span className={css.soft}>{`${by} · ${at ? moment(at) : ''}`}</span>,
    },
  ]
}

function Named({ item }: { item: EntityHead }) {
  const { said } = useFormat()
  return (
    <>
      <Link to={placeOf(item)} className={css.name} onClick={(event) => event.stopPropagation()}>
        {item.name ? said(item.name) : item.id}
      </Link>{' '}
      {item.kind !== 'settings' && <code className={css.id}>{item.id}</code>}
    </>
  )
}

function Problems({ count }: { count: number }) {
  const { t } = useTranslation()
  return count > 0 ? <span className={css.wrong}>{t('studio.problems', { count })}</span> : null
}

function Rows({ items }: { items: EntityHead[] }) {
  const { moment } = useFormat()
  return (
    <ul className={css.rows}>
      {items.map((item) => (
        <li key={reference(item)}>
          <Named item={item} />
          <div className={css.facts}>
            <Standing standing={item.standing} />
            <Problems count={item.problems} />
            {item.by && <span className={css.soft}>{`${item.by} · ${item.at ? moment(item.at) : ''}`}</span>}
          </div>
        </li>
      ))}
    </ul>
  )
}
