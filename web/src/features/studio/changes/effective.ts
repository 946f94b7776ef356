/** Days from which a change may hold; `ever` is no day. */
export const PRESETS = ['ever', 'today', 'month', 'quarter', 'other'] as const
export type Preset = (typeof PRESETS)[number]

const padded = (part: number) => String(part).padStart(2, '0')
const day = (year: number, month: number) =>
  `${year + Math.floor((month - 1) / 12)}-${padded(((month - 1) % 12) + 1)}-01`

/** The day that a preset means, seen from today. */
export function dayOf(preset: Exclude<Preset, 'other'>, today: string): string | null {
  const [year = 0, month = 1] = today.split('-').map(Number)
  switch (preset) {
    case 'ever':
      return null
    case 'today':
      return today
    case 'month':
      return day(year, month + 1)
    case 'quarter':
      return day(year, (Math.floor((month - 1) / 3) + 1) * 3 + 1)
  }
}
