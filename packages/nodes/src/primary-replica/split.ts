import { textOf, type Value } from '@quorum/engine'

/** `count` runs of a list, as equal as can be: sizes differ by at most one, in order, none empty. */
export function evenly<T>(items: readonly T[], count: number): T[][] {
  const parts = Math.min(count, items.length)
  return Array.from({ length: parts }, (_, i) =>
    items.slice(Math.floor((i * items.length) / parts), Math.floor(((i + 1) * items.length) / parts)),
  )
}

/** Disjoint parts that together are the whole job: lists are cut between entries, texts between paragraphs. */
export function split(job: Value, how: 'even' | 'bySize', replicas: number, size: number): Value[] {
  if (Array.isArray(job))
    return how === 'even'
      ? evenly(job as readonly Value[], replicas)
      : evenly(job as readonly Value[], Math.ceil(job.length / size))
  const text = textOf(job)
  // Each piece keeps the blanks behind it, so that joining them gives the text again.
  const pieces = text.match(/[\s\S]+?(?:\n\s*\n|$)/g) ?? []
  if (how === 'even') return evenly(pieces, replicas).map((part) => part.join(''))
  const parts: string[] = []
  for (const piece of pieces) {
    const last = parts.at(-1)
    if (last !== undefined && last.length + piece.length <= size) parts[parts.length - 1] = last + piece
    else parts.push(piece)
  }
  return parts
}
