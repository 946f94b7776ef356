import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'

import { api, told } from '@/client'
import type { paths } from '@/client/schema'
import type { ListQuery } from '@/client/types'

type Asked<Path extends `/api/v1/metrics/{metric}/${string}` & keyof paths> = Given<
  NonNullable<paths[Path]['get']['parameters']['query']>
>
/** A question without the nulls that stand for "not asked". */
type Given<T> = { [K in keyof T]?: NonNullable<T[K]> }
export type SeriesAsked = Asked<'/api/v1/metrics/{metric}/series'>
export type BreakdownAsked = Asked<'/api/v1/metrics/{metric}/breakdown'>
export type ExplainAsked = Asked<'/api/v1/metrics/{metric}/explain'>

const metricsQuery = (query: ListQuery) =>
  queryOptions({
    queryKey: ['metrics', 'list', query],
    queryFn: () => told(api.GET('/api/v1/metrics', { params: { query } })),
    placeholderData: keepPreviousData,
  })

const metricQuery = (id: string) =>
  queryOptions({
    queryKey: ['metrics', id],
    queryFn: () => told(api.GET('/api/v1/metrics/{metric}', { params: { path: { metric: id } } })),
  })

const seriesQuery = (id: string, query: SeriesAsked) =>
  queryOptions({
    queryKey: ['metrics', id, 'series', query],
    queryFn: () => told(api.GET('/api/v1/metrics/{metric}/series', { params: { path: { metric: id }, query } })),
    placeholderData: keepPreviousData,
  })

export const breakdownQuery = (id: string, query: BreakdownAsked) =>
  queryOptions({
    queryKey: ['metrics', id, 'breakdown', query],
    queryFn: () => told(api.GET('/api/v1/metrics/{metric}/breakdown', { params: { path: { metric: id }, query } })),
    placeholderData: keepPreviousData,
  })

const explainQuery = (id: string, query: ExplainAsked) =>
  queryOptions({
    queryKey: ['metrics', id, 'explain', query],
    queryFn: () => told(api.GET('/api/v1/metrics/{metric}/explain', { params: { path: { metric: id }, query } })),
    placeholderData: keepPreviousData,
  })

/** The metrics that the viewer may see, a page of them. */
export const useMetrics = (query: ListQuery) => useQuery(metricsQuery(query))
/** What a metric is. */
export const useMetric = (id: string) => useQuery(metricQuery(id))
/** A metric of one subject over time. */
export const useSeries = (id: string, query: SeriesAsked) => useQuery(seriesQuery(id, query))
/** A metric of one period, broken down. */
export const useBreakdown = (id: string, query: BreakdownAsked) => useQuery(breakdownQuery(id, query))
/** Why a number is what it is. */
export const useExplanation = (id: string, query: ExplainAsked) => useQuery(explainQuery(id, query))
