import type { components } from './schema'

type Schemas = components['schemas']

/** The words of the contract, so that pages need not know how the generator nests them. */
export type Text = Schemas['Text']
export type Me = Schemas['Me']
export type Head = Schemas['Head']
export type Subject = Schemas['Subject']
export type Band = Schemas['Band']
export type Compared = Schemas['Compared']
export type SparkPoint = Schemas['SparkPoint']
export type TodayNumber = Schemas['TodayNumber']
export type MetricItem = Schemas['MetricItem']
export type MetricDetail = Schemas['MetricDetail']
export type Series = Schemas['Series']
export type Point = Schemas['Point']
export type Breakdown = Schemas['Breakdown']
export type BreakdownItem = Schemas['BreakdownItem']
export type Explanation = Schemas['Explanation']
export type PersonItem = Schemas['PersonItem']
export type PersonDetail = Schemas['PersonDetail']
export type UnitItem = Schemas['UnitItem']
export type ImportPreview = Schemas['ImportPreview']
export type ImportReport = Schemas['ImportReport']
export type Visit = Schemas['VisitOut']
export type AccountOut = Schemas['AccountOut']
export type Grant = Schemas['GrantOut']
export type Matrix = Schemas['Matrix']
export type Role = Schemas['RoleOut']['role']
export type NumberState = Schemas['SparkPoint']['state']
export type Verdict = TodayNumber['verdict']
export type Problem = Schemas['ProblemItem']

/** What every list can be asked. */
export interface ListQuery {
  page?: number
  page_size?: number
  sort?: string
  q?: string
}
