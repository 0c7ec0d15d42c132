import { completed, failed, type NodeBehaviour, textOf, type Value } from '@quorum/engine'
import type { z } from 'zod'
import { asValue, fromPiece, namedOutcomes, reasonsOf } from '../pattern/json.ts'
import type { chunk, close, cover } from './pieces.ts'

/** What the levels of reducing hand on. */
type Level = {
  readonly notes: readonly string[]
  readonly fanIn: number
  /** Said to every reducer. */
  readonly missing: string
  readonly done: boolean
}

/** Roughly what fits into one call with room for the answer. */
const oneCallChars = 60_000

export const chunksOf = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size))

export const runChunk: NodeBehaviour<z.infer<typeof chunk.params>> = {
  inTurn({ chunkSize, maxItems }, { value }) {
    if (!Array.isArray(value))
      return failed('not-a-list', 'Map-reduce works on a list, and something else arrived. Connect a list of items.')
    if (value.length > maxItems)
      return failed(
        'too-many-items',
        `The list has ${value.length} items and ${maxItems} are allowed. Raise “Items at most” or send fewer.`,
      )
    const chunks = chunksOf(value as readonly Value[], chunkSize)
    return completed({
      chunks: chunks.map((items) => items.map((item) => `- ${textOf(item).replaceAll('\n', '\n  ')}`).join('\n')),
      sizes: chunks.map(({ length }) => length),
    })
  },
}

function coverageOf(outcomes: Value | undefined, sizes: Value | undefined) {
  const counts = fromPiece<readonly number[]>(sizes)
  const mapped = namedOutcomes(
    outcomes,
    counts.map((_, i) => `Chunk ${i + 1}`),
  )
  const total = counts.reduce((sum, size) => sum + size, 0)
  const covered = mapped.reduce((sum, { status }, i) => sum + (status === 'ok' ? (counts[i] ?? 0) : 0), 0)
  return { mapped, total, covered, coverage: total === 0 ? 1 : covered / total }
}

export const runCover: NodeBehaviour<z.infer<typeof cover.params>> = {
  inTurn({ minCoverage, reduceBy, fanIn }, { ports }) {
    const { mapped, total, covered, coverage } = coverageOf(ports.outcomes, ports.sizes)
    if (total === 0) return completed({ empty: true })
    const notes = mapped.flatMap(({ status, value }) => (status === 'ok' ? [textOf(value)] : []))
    if (notes.length === 0 || coverage < minCoverage - 1e-9) {
      const message = `Only ${covered} of ${total} items were mapped; ${Math.round(minCoverage * 100)} % must be. ${reasonsOf(mapped)}`
      return failed('coverage', message)
    }
    const long = notes.reduce((sum, note) => sum + note.length, 0) > oneCallChars
    const tree = reduceBy === 'tree' || (reduceBy === 'auto' && long)
    const missing =
      covered === total ? '' : `These notes cover ${covered} of ${total} items; the rest could not be read.`
    const level: Level = { notes, fanIn: tree ? fanIn : notes.length, missing, done: false }
    return completed({ state: asValue(level) })
  },
}

export const runReport: NodeBehaviour = {
  inTurn(_, { ports }) {
    const { mapped, coverage } = coverageOf(ports.outcomes, ports.sizes)
    return completed({ coverage, mapped: asValue(mapped), record: { coverage, chunks: mapped.length } })
  },
}

export const runGroup: NodeBehaviour = {
  inTurn(_, { value }) {
    const { notes, fanIn, missing } = fromPiece<Level>(value)
    const groups = chunksOf(notes, Math.max(2, fanIn)).map((group) =>
      [...(missing ? [missing] : []), ...group.map((note, i) => `Notes ${i + 1}:\n${note}`)].join('\n\n'),
    )
    return completed({ groups })
  },
}

export const runFold: NodeBehaviour = {
  inTurn(_, { ports }) {
    const level = fromPiece<Level>(ports.state)
    const notes = fromPiece<readonly Value[]>(ports.results).map(textOf)
    return completed({ state: asValue({ ...level, notes, done: notes.length <= 1 }) })
  },
}

export const runClose: NodeBehaviour<z.infer<typeof close.params>> = {
  inTurn({ emptyResult }, { value }) {
    if (value === true) return completed({ result: emptyResult as Value })
    return completed({ result: fromPiece<Level>(value).notes[0] ?? '' })
  },
}
