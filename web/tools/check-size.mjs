// Fails when what the browser must load before the first route can be shown grows past its budget.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const BUDGET = 350 * 1024
const DIST = new URL('../../src/zhunsheng/server/front/dist/', import.meta.url)
const FIRST = ['index.html', 'src/features/today/First.tsx']

const manifest = JSON.parse(readFileSync(new URL('manifest.json', DIST), 'utf8'))
const chunks = new Set()

function take(key) {
  if (chunks.has(key)) return
  chunks.add(key)
  for (const next of manifest[key].imports ?? []) take(next)
}
for (const key of FIRST) take(key)

const files = [...chunks].map((key) => manifest[key].file).filter((file) => file.endsWith('.js'))
const size = files.reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, DIST))).length, 0)
const said = `first route: ${(size / 1024).toFixed(0)} KB of script, gzip, in ${files.length} files (budget ${BUDGET / 1024} KB)`
if (size > BUDGET) {
  console.error(`${said}. Load what is not needed at once with import().`)
  process.exit(1)
}
console.log(said)
