/** The endpoints that a page asks about before it shows the way to them, by their names in the API's description. */
export const acts = {
  start: 'start.read',
  startSamples: 'start.samples',
  loadFacts: 'uploads.send',
  configure: 'draft.save',
  importPeople: 'people.import',
  exportPeople: 'people.export',
  exportBreakdown: 'numbers.breakdown_export',
  exportRows: 'numbers.rows_export',
  exportSeries: 'numbers.series_export',
  explain: 'numbers.explain',
  exportVisits: 'visits.export',
  ownVisits: 'visits.own',
  goOn: 'story.go_on',
  samples: 'story.files',
} as const
