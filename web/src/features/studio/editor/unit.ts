import type { Field } from './desk'
import type { Amount, Measure } from './body'

/** The unit of what is only counted: nobody's choice, so another one may follow it. */
export const ROWS = 'row'

/** The unit that follows from what is computed; undefined where nothing follows. */
export function proposedUnit(measure: Measure | undefined, fields: Field[]): string | undefined {
  if (!measure) return undefined
  const of = (id: string | undefined) => unitOf(fields.find((field) => field.id === id))
  const amount = (part: Amount | undefined) => (part?.sum ? of(part.sum) : ROWS)
  switch (measure.kind) {
    case 'count':
      return ROWS
    case 'distinct':
      return DIMENSIONS[fields.find((field) => field.id === measure.field)?.dimension ?? ''] ?? 'item'
    case 'sum':
    case 'mean':
    case 'median':
    case 'percentile':
    case 'last':
      return of(measure.field)
    case 'stock':
      return measure.sum ? of(measure.sum) : ROWS
    case 'elapsed':
    case 'duration':
      return measure.per ?? 'day'
    case 'age':
      return 'day'
    case 'ratio': {
      const [above, below] = [amount(measure.numerator), amount(measure.denominator)]
      if (above === below) return '%'
      return above && below ? `${above}/${below}` : undefined
    }
    case 'rate': {
      const above = amount(measure.amount)
      return above && `${above}/${measure.per ?? 'day'}`
    }
    case 'oee':
    case 'change':
      return '%'
    case 'formula':
      return undefined
  }
}

const DIMENSIONS: Record<string, string> = { person: 'person', customer: 'customer', product: 'item' }

const unitOf = (field: Field | undefined) => field?.unit ?? undefined

/** Units that are often meant. */
export const UNITS = ['%', 'CNY', 'USD', 'EUR', 'row', 'deal', 'order', 'case', 'customer', 'person', 'item', 'time']
export const TIMES = ['minute', 'hour', 'day']
