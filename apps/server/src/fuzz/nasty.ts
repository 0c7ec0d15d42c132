import { isRecord } from '@quorum/engine'
import { templates } from '@quorum/nodes/templates'
import fc from 'fast-check'

/** Values that have broken programs before. */
const nasty: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  Number.MAX_SAFE_INTEGER,
  0.1,
  '',
  ' ',
  '__proto__',
  'constructor',
  'toString',
  '\ud800',
  '\u0000',
  '\u202e👩‍👩‍👧',
  '../../etc/passwd',
  'a\r\nb: c',
  '{{ input',
  '{{ input.a }}',
  '{% for x in (1..9) %}',
  "'; DROP TABLE flow; --",
  'simulated/fast',
  'local/x?y=1',
  'x'.repeat(70_000),
  `${'(a+)+'.repeat(40)}$`,
  [],
  {},
  [null],
  { __proto: 1 },
  JSON.parse('{"__proto__": {"polluted": true}}'),
  deep(90),
  Array.from({ length: 300 }, (_, index) => index),
]

function deep(levels: number): unknown {
  let value: unknown = 1
  for (let level = 0; level < levels; level++) value = level % 2 ? [value] : { a: value }
  return value
}

export const nastyText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...nasty.filter((value) => typeof value === 'string')),
  fc.string(),
  fc.string({ unit: 'binary' }),
)
export const anyJson: fc.Arbitrary<unknown> = fc.oneof(fc.constantFrom(...nasty), fc.jsonValue({ maxDepth: 4 }))

const samples: readonly unknown[] = templates.map(({ flow }) => flow)

/** One change of a document: where, what is done, and with which value. */
const change = fc.tuple(fc.nat(), fc.nat(7), fc.nat(nasty.length - 1))
type Change = readonly [where: number, what: number, value: number]

/** A document as somebody might have broken it. */
export const brokenOf = (documents: readonly unknown[]): fc.Arbitrary<unknown> =>
  fc
    .tuple(fc.nat(documents.length - 1), fc.array(change, { maxLength: 6 }))
    .map(([which, changes]) => changes.reduce(changed, { it: structuredClone(documents[which]) }).it)

export const brokenFlow = brokenOf(samples)

type Holder = Record<string | number, unknown>

function changed(root: { it: unknown }, [where, what, value]: Change): { it: unknown } {
  const places: [Holder, string | number][] = []
  gather(root as unknown as Holder, places)
  const [holder, key] = places[where % places.length] as [Holder, string | number]
  const [other, otherKey] = places[(where * 7 + value) % places.length] as [Holder, string | number]
  const put = (at: string | number, what: unknown): void =>
    void Object.defineProperty(holder, at, { value: what, enumerable: true, configurable: true, writable: true })
  if (what === 0) {
    if (Array.isArray(holder)) holder.splice(Number(key), 1)
    else delete holder[key]
  } else if (what === 1 && Array.isArray(holder)) holder.push(structuredClone(holder[Number(key)]))
  else if (what === 2 && !Array.isArray(holder)) put(String(nasty[value]).slice(0, 100), holder[key])
  else if (what === 3) put(key, structuredClone(other[otherKey]))
  else put(key, structuredClone(nasty[value]))
  return 'it' in root ? root : { it: null }
}

/** Every place of a document that holds something. */
function gather(holder: Holder, into: [Holder, string | number][]): void {
  if (into.length > 5_000) return
  for (const key of Object.keys(holder)) {
    const at = Array.isArray(holder) ? Number(key) : key
    into.push([holder, at])
    const inner = holder[key]
    if (isRecord(inner) || Array.isArray(inner)) gather(inner as unknown as Holder, into)
  }
}

/** Texts made of the words of a language, which come further than letters at random. */
export const wordsOf = (words: readonly string[], most = 40): fc.Arbitrary<string> =>
  fc
    .array(fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...words) }, { weight: 1, arbitrary: nastyText }), {
      maxLength: most,
    })
    .map((parts) => parts.join(''))
