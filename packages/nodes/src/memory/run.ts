import {
  changeMemory,
  completed,
  emptyMemory,
  failed,
  isRecord,
  type MemoryChange,
  type NodeBehaviour,
  type NodeInput,
  type Outcome,
  renderPlain,
  type Value,
} from '@quorum/engine'
import type { z } from 'zod'
import { orFailed } from '../outcome.ts'
import type { memory } from './definition.ts'

type Params = z.infer<typeof memory.params>

const MOST_KEYS = 1_000
/** Characters of JSON under one key. */
const MOST_CHARS = 64 * 1024

/** Reads give the value; writes give what is there afterwards; checkpoint and restore pass on their input. */
export const runMemory: NodeBehaviour<Params> = {
  inTurn: (params, input) => orFailed(() => act(params, input)),
}

function act(params: Params, input: NodeInput): Outcome {
  const store = input.memory ?? emptyMemory
  const key = renderPlain(params.key, input.names).trim()
  switch (params.action) {
    case 'read':
      return completed({
        out: (key === '' ? store.values : (own(store.values, key) ?? params.initial ?? null)) as Value,
      })
    case 'write': {
      const value = params.value === '' ? input.value : renderPlain(params.value, input.names)
      return changed(input, [{ do: 'write', key, reducer: params.reducer, value }], key)
    }
    case 'merge': {
      if (!isRecord(input.value)) return failed('memory-type', 'To merge, an object must come in: each field is a key.')
      const fields = Object.entries(input.value) as [string, Value][]
      return changed(
        input,
        fields.map(([name, value]) => ({ do: 'write', key: name, reducer: params.reducer, value })),
      )
    }
    case 'decay':
      return changed(
        input,
        [{ do: 'decay', key: key === '' ? null : key, factor: params.factor, below: params.below }],
        key,
      )
    case 'checkpoint':
      return { ...completed({ out: input.value }), memory: [{ do: 'checkpoint', name: params.name }] } as Outcome
    case 'restore':
      if (!store.checkpoints.has(params.name))
        return failed('no-checkpoint', `There is no checkpoint “${params.name}” yet. Make one before.`)
      return { ...completed({ out: input.value }), memory: [{ do: 'restore', name: params.name }] } as Outcome
  }
}

/** The outcome with its changes, unless the memory would grow too large or a value does not fit. */
function changed(input: NodeInput, changes: readonly MemoryChange[], key = ''): Outcome {
  const before = (input.memory ?? emptyMemory).values
  for (const change of changes)
    if (change.do === 'write' && !fits(change, own(before, change.key))) return wrongType(change)
  const after = changeMemory(input.memory ?? emptyMemory, changes).values
  if (Object.keys(after).length > MOST_KEYS)
    return failed('memory-full', `More than ${MOST_KEYS} keys. Use fewer, with lists or objects in them.`)
  for (const change of changes) {
    const value = change.do === 'write' ? own(after, change.key) : undefined
    if (value !== undefined && JSON.stringify(value).length > MOST_CHARS)
      return failed(
        'memory-full',
        `“${change.do === 'write' ? change.key : key}” would hold more than ${MOST_CHARS} characters. Keep less, or sum it up.`,
      )
  }
  const out = key === '' ? after : (own(after, key) ?? null)
  return { type: 'completed', ports: { out: out as Value }, memory: changes }
}

function fits({ reducer, value }: MemoryChange & { do: 'write' }, before: Value | undefined): boolean {
  if (reducer === 'sum' || reducer === 'max' || reducer === 'min')
    return typeof value === 'number' && (before === undefined || typeof before === 'number')
  if (reducer === 'merge') return isRecord(value) && (before === undefined || isRecord(before))
  if (reducer === 'append' || reducer === 'union') return before === undefined || Array.isArray(before)
  return true
}

const wrongType = ({ key, reducer }: MemoryChange & { do: 'write' }): Outcome =>
  failed('memory-type', `“${key}” cannot be joined by “${reducer}”: what is there or what comes does not fit.`)

const own = (values: Readonly<Record<string, Value>>, key: string): Value | undefined =>
  Object.hasOwn(values, key) ? values[key] : undefined
