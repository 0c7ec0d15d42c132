import { type Arrival, completed, type NodeBehaviour, textOf, type Value } from '@quorum/engine'
import type { z } from 'zod'
import { type join, mergeOf } from './definition.ts'

/** Puts together what is live, in edge order. When to do so is the engine's business. */
export const runJoin: NodeBehaviour<z.infer<typeof join.params>> = {
  inTurn: (params, { arrivals }) => completed({ out: merge(mergeOf(params), arrivals) }),
}

function merge(how: ReturnType<typeof mergeOf>, arrivals: readonly Arrival[]): Value {
  const live = arrivals.flatMap(({ title, signal }) => (signal.live ? [{ title, value: signal.value }] : []))
  const values = live.map(({ value }) => value)
  switch (how) {
    case 'list':
      return values
    case 'first':
      return values[0] ?? null
    case 'concat':
      return values.flatMap((value) => (Array.isArray(value) ? (value as readonly Value[]) : [value]))
    case 'text':
      return values.map(textOf).join('\n\n')
    case 'object':
      return byTitle(live)
  }
}

/** No key is lost: a second source of one title gets “title 2”. */
function byTitle(live: readonly { title: string; value: Value }[]): Value {
  const fields = new Map<string, Value>()
  for (const { title, value } of live) {
    let key = title
    for (let i = 2; fields.has(key); i++) key = `${title} ${i}`
    fields.set(key, value)
  }
  return Object.fromEntries(fields)
}
