/** The endpoints that a page asks about before it shows the way to them, by their names in the API's description. */
export const acts = {
  importPeople: 'people.import',
  exportPeople: 'people.export',
  exportBreakdown: 'metrics.breakdown.export',
  exportRows: 'metrics.rows.export',
  exportSeries: 'metrics.series.export',
  explain: 'metrics.explain',
  exportVisits: 'visits.export',
  ownVisits: 'visits.own',
} as const
