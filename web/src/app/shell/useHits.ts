import { useTranslation } from 'react-i18next'

import { unitWords, useFormat } from '@/components/format'

import type { Page } from './pages'
import { useSearch } from './search'

export interface Hit {
  path: string
  label: string
  about: string
}

interface Group {
  key: 'people' | 'units' | 'metrics' | 'pages'
  hits: Hit[]
}

/** What was found, group by group, and all of it in one row for the arrow keys. */
export function useHits(q: string, pages: Page[]): { groups: Group[]; hits: Hit[]; settled: boolean } {
  const { t } = useTranslation()
  const { said, language } = useFormat()
  const { data, isFetching } = useSearch(q)
  const found = q ? data : undefined
  const all: Group[] = [
    {
      key: 'people',
      hits: (found?.people ?? []).map((person) => ({
        path: `/people/${encodeURIComponent(person.number)}`,
        label: person.name,
        about: [person.number, person.unit].filter(Boolean).join(' · '),
      })),
    },
    {
      key: 'units',
      hits: (found?.units ?? []).map((unit) => ({
        path: `/people?unit=${encodeURIComponent(unit.code)}`,
        label: unit.name,
        about: unit.code,
      })),
    },
    {
      key: 'metrics',
      hits: (found?.metrics ?? []).map((metric) => ({
        path: `/metrics/${encodeURIComponent(metric.id)}`,
        label: said(metric.name),
        about: unitWords(metric.unit, language),
      })),
    },
    { key: 'pages', hits: pagesNamed(q, pages, (page) => t(`app.pages.${page.key}`)) },
  ]
  const groups = all.filter((group) => group.hits.length > 0)
  return { groups, hits: groups.flatMap((group) => group.hits), settled: !isFetching }
}

function pagesNamed(q: string, pages: Page[], nameOf: (page: Page) => string): Hit[] {
  const named = pages.map((page) => ({ path: page.path, label: nameOf(page), about: '' }))
  return named.filter(({ label }) => label.toLowerCase().includes(q.toLowerCase()))
}
