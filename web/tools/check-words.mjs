// Fails on a word that lacks a language, that nobody uses, or that is used and does not exist.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const SRC = fileURLToPath(new URL('../src/', import.meta.url))
const files = readdirSync(SRC, { recursive: true }).map(String)
const read = (file) => readFileSync(join(SRC, file), 'utf8')

/** `src/app/words.ts` says under which name each file of words stands: `import signIn from '@/features/sign-in/words.json'`. */
const known = read('app/words.ts')
const registered = [
  ...known.matchAll(/import (\w+) from '(?:@\/|\.\/)(.*words\.json)'/g),
  ...known.matchAll(/(\w+): \(\) => import\('@\/(.*words\.json)'\)/g), // those that come with their page
]
const words = new Map()
const faults = []

function walk(branch, path) {
  for (const [key, next] of Object.entries(branch)) {
    const name = `${path}.${key}`
    if (typeof next.en !== 'string' && typeof next.zh !== 'string') walk(next, name)
    else words.set(name, next)
  }
}
for (const [, name, file] of registered) walk(JSON.parse(read(file === 'words.json' ? 'app/words.json' : file)), name)
for (const file of files.filter((name) => name.endsWith('words.json'))) {
  if (!registered.some(([, , path]) => file.endsWith(path))) faults.push(`${file} is not in app/words.ts`)
}

const plural = (name) => name.endsWith('_one') // Chinese has no plural, English needs one
for (const [name, { zh, en }] of words) {
  if (!en || (!zh && !plural(name))) faults.push(`${name} lacks ${en ? 'Chinese' : 'English'}`)
  const holes = (text) => [...text.matchAll(/{{\w+}}/g)].map(String).sort().join()
  if (zh && en && holes(zh) !== holes(en)) faults.push(`${name} has other {{places}} in Chinese than in English`)
}

const code = files
  .filter((name) => /\.tsx?$/.test(name) && !/^client\/|\.test\./.test(name))
  .map(read)
  .join('\n')
const roots = new Set(registered.map(([, name]) => name))
const literal = [...code.matchAll(/['"]([a-zA-Z]\w*(?:\.\w+)+)['"]/g)].map(([, key]) => key)
const used = new Set(literal.filter((key) => roots.has(key.split('.')[0])))
const patterns = [...code.matchAll(/`((?:\w+\.)+[\w.]*\$\{[^`]*)`/g)].map(
  ([, text]) => new RegExp(`^${text.replaceAll('.', '\\.').replace(/\$\{[^}]*\}/g, '\\w+')}$`),
)

const base = (name) => name.replace(/_(one|other)$/, '')
for (const name of words.keys()) {
  if (!used.has(base(name)) && !patterns.some((pattern) => pattern.test(base(name))))
    faults.push(`${name} is used nowhere`)
}
for (const key of used) {
  if (!words.has(key) && !words.has(`${key}_other`)) faults.push(`${key} is used and has no words`)
}

if (faults.length > 0) {
  console.error(faults.sort().join('\n'))
  process.exit(1)
}
console.log(`${words.size} words, each in both languages, all used`)
