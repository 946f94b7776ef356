import {
  CalendarOutlined,
  CheckSquareOutlined,
  FontSizeOutlined,
  LockOutlined,
  NumberOutlined,
  ProfileOutlined,
  TagsOutlined,
  UserOutlined,
  WalletOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import { figure, useFormat } from '@/components/format'

import type { FieldPicture } from '../../studio'
import type { Field } from '../desk'
import css from './picture.module.css'

const ICONS: Record<string, ReactNode> = {
  text: <FontSizeOutlined />,
  choice: <TagsOutlined />,
  integer: <NumberOutlined />,
  number: <NumberOutlined />,
  money: <WalletOutlined />,
  boolean: <CheckSquareOutlined />,
  date: <CalendarOutlined />,
  datetime: <CalendarOutlined />,
  subject: <ProfileOutlined />,
}
const TYPES = ['text', 'choice', 'integer', 'number', 'money', 'boolean', 'date', 'datetime', 'subject'] as const

/** The mark of a field's type. */
export const iconOf = (field: Pick<Field, 'type' | 'dimension'>) =>
  field.dimension === 'person' ? <UserOutlined /> : (ICONS[field.type] ?? <FontSizeOutlined />)

/** A field at a glance: what it holds, how much of it is filled, how it is spread. */
export function FieldCard({ field }: { field: Field }) {
  const { t } = useTranslation()
  const { said } = useFormat()
  const type = TYPES.find((one) => one === field.type) ?? 'text'
  const { picture } = field
  return (
    <>
      <span className={css.head}>
        <span className={css.icon} aria-hidden="true">
          {iconOf(field)}
        </span>
        <b>{said(field.name)}</b>
      </span>
      <span className={css.type}>
        {t(`studio.types.${type}`)}
        {picture && !picture.veiled && ` · ${t('studio.picture.filled', { share: share(picture.filled) })}`}
      </span>
      {picture && <Inside picture={picture} />}
    </>
  )
}

const share = (part: number) => `${part > 0 && part < 0.005 ? '<1' : Math.round(part * 100)}%`

function Inside({ picture }: { picture: FieldPicture }) {
  const { t } = useTranslation()
  if (picture.veiled)
    return (
      <span className={css.veiled}>
        <LockOutlined /> {t('studio.picture.veiled')}
      </span>
    )
  if (picture.bins.length > 0) return <Bins picture={picture} />
  if (picture.first && picture.last) return <Span picture={picture} />
  return <Values picture={picture} />
}

function Bins({ picture: { bins, low, high, unit } }: { picture: FieldPicture }) {
  const format = useFormat()
  const most = Math.max(...bins.map(({ rows }) => rows), 1)
  const width = 120 / bins.length
  const words = (value: number | null | undefined) =>
    value === null || value === undefined ? '' : unit ? format.value(value, unit).text : figure(value)
  return (
    <span className={css.bins}>
      <svg viewBox="0 0 120 30" preserveAspectRatio="none" aria-hidden="true">
        {bins.map(({ low: from, rows }, index) => {
          const height = rows > 0 ? Math.max(1, (rows / most) * 30) : 0
          return <rect key={from} x={index * width} y={30 - height} width={width - 1} height={height} />
        })}
      </svg>
      <span className={css.ends}>
        <span>{words(low ?? null)}</span>
        <span>{words(high ?? null)}</span>
      </span>
    </span>
  )
}

function Span({ picture: { first, last } }: { picture: FieldPicture }) {
  const { date } = useFormat()
  return (
    <span className={css.span}>
      <span>{first && date(first)}</span>
      <span className={css.line} />
      <span>{last && date(last)}</span>
    </span>
  )
}

const TOP = 3

/** The most frequent values; where each stands once, only how many there are. */
function Values({ picture: { values, distinct } }: { picture: FieldPicture }) {
  const { t } = useTranslation()
  const shown = values.filter(({ rows }) => rows > 1).slice(0, TOP)
  const most = Math.max(...shown.map(({ rows }) => rows), 1)
  const kinds = distinct !== null && distinct > shown.length && (
    <span className={css.type}>{t('studio.picture.kinds', { count: distinct, figure: figure(distinct) })}</span>
  )
  if (shown.length === 0) return kinds
  return (
    <span className={css.values}>
      {shown.map(({ text, rows }) => (
        <span key={text} className={css.value}>
          <span className={css.text}>{text}</span>
          <span className={css.bar}>
            <span style={{ width: `${(rows / most) * 100}%` }} />
          </span>
        </span>
      ))}
      {kinds}
    </span>
  )
}
