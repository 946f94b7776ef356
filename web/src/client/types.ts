import type { components } from './schema'

type Schemas = components['schemas']

/** The words of the contract, so that pages need not know how the generator nests them. */
export type Text = Schemas['Text']
export type Me = Schemas['Me']
export type Head = Schemas['Head']
export type Subject = Schemas['SubjectOut']
export type Band = Schemas['BandOut']
export type Compared = Schemas['Compared']
export type SparkPoint = Schemas['Spark']
export type TodayNumber = Schemas['TodayNumber']
export type MetricItem = Schemas['MetricRow']
export type MetricDetail = Schemas['MetricOut']
export type Series = Schemas['SeriesOut']
export type Point = Schemas['PointOut']
export type Breakdown = Schemas['Breakdown']
export type BreakdownItem = Schemas['BreakdownRow']
export type Explanation = Schemas['ExplanationOut']
export type PersonItem = Schemas['PersonItem']
export type PersonDetail = Schemas['PersonDetail']
export type UnitItem = Schemas['UnitItem']
export type ImportPreview = Schemas['ImportPreview']
export type ImportReport = Schemas['ImportReport']
export type Visit = Schemas['VisitOut']
export type AccountOut = Schemas['AccountOut']
export type Grant = Schemas['GrantOut']
export type Matrix = Schemas['Matrix']
export type Role = Schemas['Role']
export type NumberState = Schemas['State']
export type Verdict = Schemas['Verdict']
export type Sample = Schemas['SampleOut']
export type Problem = Schemas['ProblemItem']

/** What every list can be asked. */
export interface ListQuery {
  page?: number
  page_size?: number
  sort?: string
  q?: string
}
