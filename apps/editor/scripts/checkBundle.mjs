// Fails the build when a route loads more JavaScript for its first paint than it may. Reads what vite has built.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const dist = new URL('../dist/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'))

/** Limits in kB of gzip, a kB being 1000 bytes. */
const routes = [
  { name: 'Home', limit: 140, from: ['index.html', 'src/home/HomeScreen.tsx'] },
  { name: 'Editor', limit: 300, from: ['index.html', 'src/canvas/EditorScreen.tsx'] },
]

/** The chunks and all they import statically: what must be there before the route can paint. */
function needed(keys, seen = new Set()) {
  for (const key of keys) {
    if (seen.has(key)) continue
    const chunk = manifest[key]
    if (!chunk) throw new Error(`The build has no “${key}”. If it was renamed, name it so in scripts/checkBundle.mjs.`)
    seen.add(key)
    needed(chunk.imports ?? [], seen)
  }
  return seen
}

const weigh = (key) => {
  const { file } = manifest[key]
  return { file, kB: gzipSync(readFileSync(new URL(file, dist))).length / 1000 }
}

for (const { name, limit, from } of routes) {
  const chunks = [...needed(from)].map(weigh).sort((a, b) => b.kB - a.kB)
  const total = chunks.reduce((sum, { kB }) => sum + kB, 0)
  const line = `${name} loads ${total.toFixed(1)} kB of JavaScript (gzip) for its first paint; it may load ${limit} kB.`
  if (total <= limit) {
    console.log(line)
    continue
  }
  const list = chunks.map(({ file, kB }) => `  ${kB.toFixed(1).padStart(6)} kB  ${file}`).join('\n')
  console.error(`${line}\n${list}\nLoad on demand what the first paint does not need, with lazyPart or import().`)
  process.exitCode = 1
}
