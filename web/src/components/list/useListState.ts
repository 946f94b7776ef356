import { useMemo } from 'react'
import { useSearchParams } from 'react-router'

export interface ListState {
  page: number
  page_size: number
  sort?: string
  q?: string
}

const PAGE_SIZE = 50

/** Page, sorting, search and filters of a list, kept in the address so that a reload or a link shows the same. */
export function useListState<F extends string = never>(...filters: F[]) {
  const [params, setParams] = useSearchParams()

  return useMemo(() => {
    const get = (name: string) => params.get(name) ?? undefined
    const state: ListState = {
      page: Number(get('page') ?? 1),
      page_size: Number(get('page_size') ?? PAGE_SIZE),
      sort: get('sort'),
      q: get('q'),
    }
    const chosen = Object.fromEntries(filters.map((name) => [name, get(name)])) as Record<F, string | undefined>
    return {
      state,
      chosen,
      query: { ...state, ...chosen },
      filtered: Boolean(state.q) || filters.some((name) => params.has(name)),
      /** Changes what is asked; whatever is not the page itself starts at the first page. */
      change(next: Partial<Record<F | 'sort' | 'q' | 'page' | 'page_size', string | undefined>>) {
        setParams((before) => changed(before, next), { replace: !('page' in next) })
      },
      clear: () =>
        setParams((before) => changed(before, Object.fromEntries([...filters, 'q'].map((name) => [name, undefined])))),
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the names of the filters are written in the code
  }, [params, setParams])
}

function changed(before: URLSearchParams, next: Record<string, string | undefined>): URLSearchParams {
  const after = new URLSearchParams(before)
  if (!('page' in next)) after.delete('page')
  for (const [name, value] of Object.entries(next)) {
    if (value) after.set(name, value)
    else after.delete(name)
  }
  return after
}
