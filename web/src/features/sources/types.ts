import type { components } from '@/client/schema'

type Schemas = components['schemas']

/** The words of the contract about sources. */
export type SourceHead = Schemas['SourceHead']
export type SourceDetail = Schemas['SourceOut']
export type SourceField = Schemas['SourceFieldOut']
export type Freshness = Schemas['Freshness']
export type UploadDetail = Schemas['UploadOut']
export type Fit = Schemas['Fit']
export type ColumnGuess = Schemas['ColumnGuess']
export type Preview = Schemas['PreviewOut']
export type PreviewRow = Schemas['PreviewRow']
export type ProblemGroup = Schemas['ProblemGroup']
export type Fix = Schemas['Fix']
export type Stray = Schemas['Stray']
export type Correction = Schemas['Correction']
export type Match = Schemas['MatchIn']
export type Receipt = Schemas['ReceiptOut']
export type WaitingRow = Schemas['WaitingRow']
export type Picture = Schemas['SourcePicture']
