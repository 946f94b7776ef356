import type { Band, SparkPoint } from '@/client/types'

type Place = [x: number, y: number]

/** Where the lines of a sparkline run, in its own pixels. */
export interface Drawing {
  paths: string[]
  /** Values with a gap on both sides. */
  dots: Place[]
  last: Place | null
  target: number | null
  band: [top: number, bottom: number] | null
}

const EDGE = 4

/** Places every value; what is missing breaks the line. Null when there is nothing to draw. */
export function drawn(
  points: SparkPoint[],
  target: number | null,
  band: Band | null,
  width: number,
  height: number,
): Drawing | null {
  const values = points.map((point) => point.value).filter((value) => value !== null)
  if (values.length === 0) return null
  const range = rangeOf([...values, ...(target === null ? [] : [target]), ...(band ? [band.lower, band.upper] : [])])
  const y = (value: number) => round(EDGE + (1 - (value - range.low) / range.size) * (height - 2 * EDGE))
  const step = (width - 2 * EDGE) / Math.max(1, points.length - 1)
  const places = points.map((point, at): Place | null =>
    point.value === null ? null : [round(EDGE + at * step), y(point.value)],
  )
  const runs = runsOf(places)
  return {
    paths: runs.filter((run) => run.length > 1).map((run) => `M${run.map((place) => place.join(' ')).join('L')}`),
    dots: runs.filter((run) => run.length === 1).flat(),
    last: places.findLast((place) => place !== null) ?? null,
    target: target === null ? null : y(target),
    band: band && [y(band.upper), y(band.lower)],
  }
}

/** The unbroken runs of a line with gaps. */
export function runsOf<T>(places: (T | null)[]): T[][] {
  const runs: T[][] = [[]]
  for (const place of places) {
    if (place === null) runs.push([])
    else runs.at(-1)?.push(place)
  }
  return runs.filter((run) => run.length > 0)
}

function rangeOf(values: number[]): { low: number; size: number } {
  const low = Math.min(...values)
  const high = Math.max(...values)
  const size = high - low || Math.abs(high) || 1
  return high === low ? { low: low - size / 2, size } : { low, size }
}

const round = (value: number) => Math.round(value * 10) / 10
