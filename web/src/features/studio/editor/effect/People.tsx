import { useTranslation } from 'react-i18next'

import { useFormat } from '@/components/format'
import { Value } from '@/components/Value'

import type { Tried, TriedPoint, TriedRow } from '../../studio'
import { type Axis, axisOf } from './axis'
import css from './effect.module.css'

interface Props {
  tried: Tried
  fresh: boolean
}

/** People's numbers, the largest changes first: a ring where they are, a dot where the draft puts them. */
export function People({ tried, fresh }: Props) {
  const { t } = useTranslation()
  const axis = axisOf(tried.items)
  return (
    <table className={css.people}>
      <caption className="sr-only">{t('studio.effect.people')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('studio.effect.who')}</th>
          <th scope="col" className={css.drawn}>
            {!fresh && (
              <span className={css.legend}>
                <i className={css.ring} /> {t('studio.effect.before')} <i className={css.dot} />{' '}
                {t('studio.effect.after')}
              </span>
            )}
          </th>
          <th scope="col">{t('studio.effect.number')}</th>
        </tr>
      </thead>
      <tbody>
        {tried.items.map((row) => (
          <Person key={row.subject.key} row={row} tried={tried} axis={axis} />
        ))}
      </tbody>
    </table>
  )
}

function Person({ row, tried, axis }: { row: TriedRow; tried: Tried; axis: Axis | null }) {
  const { named, difference } = useFormat()
  const { unit } = tried.metric
  const moved = row.change !== null && row.change !== 0
  return (
    <tr>
      <th scope="row">
        {named(row.subject)}
        {row.unit && <small>{row.unit}</small>}
      </th>
      <td className={css.drawn}>
        <Dumbbell row={row} axis={axis} />
      </td>
      <td>
        <Point point={row.after} unit={unit} />
        {row.before && (moved || row.after?.value !== row.before.value) && (
          <small>
            <Point point={row.before} unit={tried.before_unit ?? unit} />
            {row.change !== null && moved && ` ${row.change > 0 ? '↑' : '↓'}${difference(row.change, unit).text}`}
          </small>
        )}
      </td>
    </tr>
  )
}

function Point({ point, unit }: { point: TriedPoint | null; unit: string }) {
  return point ? <Value {...point} unit={unit} /> : <span>—</span>
}

const WIDTH = 84
const HEIGHT = 18

function Dumbbell({ row, axis }: { row: TriedRow; axis: Axis | null }) {
  if (!axis) return null
  const place = (point: TriedPoint | null) =>
    point?.value === null || point?.value === undefined ? null : 5 + axis.share(point.value) * (WIDTH - 10)
  const [before, after] = [place(row.before), place(row.after)]
  return (
    <svg className={css.dumbbell} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} aria-hidden="true">
      <line className={css.rail} x1="0" x2={WIDTH} y1={HEIGHT / 2} y2={HEIGHT / 2} />
      {before !== null && after !== null && (
        <line className={css.link} x1={before} x2={after} y1={HEIGHT / 2} y2={HEIGHT / 2} />
      )}
      {before !== null && <circle className={css.was} cx={before} cy={HEIGHT / 2} r="4" />}
      {after !== null && <circle className={css.is} cx={after} cy={HEIGHT / 2} r="4" />}
    </svg>
  )
}
