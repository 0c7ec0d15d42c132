import { evaluate, type ItemFacts, isRecord, type PoolOptions, port, type Value, When } from '@quorum/engine'
import { z } from 'zod'

/** Settings that several kinds of pool share, each with its own default. */
export const concurrency = (most: number, title = 'At once', description = 'How many items are in work at a time.') =>
  z.int().min(1).max(1_000).default(most).meta({ title, description })

export const maxItems = (most = 1_000) =>
  z
    .int()
    .min(1)
    .max(1_000_000)
    .default(most)
    .meta({ title: 'Most items', description: 'A longer list fails, and so does adding more than that.' })

export const failure = () =>
  z.enum(['collect', 'failFast', 'threshold']).default('collect').meta({
    title: 'If items fail',
    description: 'collect: go on with the others. failFast: stop at the first. threshold: a share must succeed.',
  })

export const minSuccess = () =>
  z
    .number()
    .min(0)
    .max(1)
    .default(1)
    .meta({
      title: 'Share that must succeed',
      description: '0.8 means four of five.',
      onlyFor: { failure: ['threshold'] },
    })

export const attempts = (many: number) =>
  z.int().min(1).max(20).default(many).meta({
    title: 'Attempts per item',
    description: 'An item that fails goes back and is begun again; after the last attempt it counts as failed.',
  })

export const itemTimeoutMs = (ms?: number) => {
  const field = z.int().min(1).max(86_400_000)
  const told = { title: 'Time per item', description: 'Milliseconds; an item that takes longer has failed.' }
  return ms === undefined ? field.optional().meta(told) : field.default(ms).meta(told)
}

export const spendCap = () =>
  z.number().min(0).max(1_000_000).optional().meta({
    title: 'Spend at most',
    description: 'US dollars for all items together; then no further one begins. Empty: no limit.',
  })

export const order = () =>
  z.enum(['input', 'completion']).default('input').meta({
    title: 'Order of results',
    description: 'input: as in the list. completion: whoever was done first comes first.',
  })

export const schedule = () =>
  z.enum(['window', 'batch']).default('window').meta({
    title: 'Begin the next',
    description: 'window: as soon as one is done. batch: once a whole batch is done.',
  })

export const ends = () =>
  z.enum(['idle', 'closed']).default('idle').meta({
    title: 'It is done',
    description: 'idle: once nothing is left to do. closed: not before somebody says that nothing more comes.',
  })

const Until = When.optional().meta({
  title: 'Enough when',
  description: 'A condition over what came so far: ok, failed, last, results. Then it is enough to go on.',
})

export { Until }

/** Names that the condition of a pool may mention. */
export const untilOf = (when: z.infer<typeof Until>): Pick<PoolOptions, 'until'> =>
  when === undefined ? {} : { until: ({ ok, failed, results, last }) => evaluate(when, { ok, failed, results, last }) }

export const given = <T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }

/** The tasks a result brings along: what stands under `add` in it. */
export const addedTasks = (result: Value): readonly Value[] =>
  isRecord(result) && Array.isArray(result.add) ? (result.add as readonly Value[]) : []

const words: Readonly<Record<string, number>> = { simple: 1, moderate: 5, complex: 10, heavy: 20 }
const UNKNOWN = 5

/** What a task says of itself: `{id, priority, dependsOn, load, key}`, all optional; a load in words or as a number. */
export function taskFacts(item: Value): ItemFacts {
  if (!isRecord(item)) return { load: UNKNOWN }
  const { id, priority, dependsOn, load, key } = item as Readonly<Record<string, Value>>
  const size = typeof load === 'string' ? words[load.toLowerCase()] : load
  return {
    load: typeof size === 'number' && size > 0 ? size : UNKNOWN,
    ...(typeof id === 'string' || typeof id === 'number' ? { id: String(id) } : {}),
    ...(typeof priority === 'number' ? { priority } : {}),
    ...(typeof key === 'string' ? { key } : {}),
    ...(Array.isArray(dependsOn) ? { dependsOn: dependsOn.map(String) } : {}),
  }
}

/** An open pool of tasks, which may name each other and bring more. */
export const taskPool = { source: 'open', facts: taskFacts, adds: addedTasks } as const

export const innerPorts = { outputs: [port('item')], inputs: [port('result')] }

export const listPorts = (...more: readonly string[]) => ({
  inputs: [port('in', 'list', 'list')],
  outputs: [
    port('results', 'results', 'list'),
    port('outcomes', 'outcomes', 'list'),
    port('summary', 'summary', 'json'),
    ...more.map((id) => port(id)),
  ],
  inner: innerPorts,
})

/** Every port of a pool speaks. */
export const noChoice = () => ({ exclusive: false, ports: {} })
