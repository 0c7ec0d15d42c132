import type { Flow } from '@quorum/engine'
import { flowOf } from '@quorum/engine/testing'
import { type Durability, pipelined } from './ceiling.ts'

export interface Workload {
  readonly name: string
  readonly sizes: readonly number[]
  readonly flow: (size: number) => Flow
  /** Runs of it that are started at once. */
  readonly runs: (size: number) => number
  /** Input of each run. */
  readonly input: (size: number) => readonly number[] | null
  /** Finished steps of all of them, as the journal of C would count them. */
  readonly steps: (size: number) => number
  readonly durability: Durability
  /** Rows in one commit of C. */
  readonly inFlight: (size: number) => number
  /** The line of the goals (docs/performance.md) it stands for; shares of C, and steps per second in memory. */
  readonly goal: { readonly line: string; readonly must: number; readonly stretch: number; readonly memory: number }
  /** Its kinds exist in the app, so that it can be started over HTTP. */
  readonly overHttp: boolean
}

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `n${index}`)
const one = (): number => 1
const nothing = () => null
const usual = { runs: one, input: nothing, steps: (size: number) => size, durability: 'full', overHttp: true } as const

/** `n0 > n1 > …`; a `fork` gives on what it gets, an `effect` is a task that may touch the world. */
export function chain(count: number, kind: 'fork' | 'effect'): Flow {
  const nodes = names(count)
  return wide(
    nodes.map((id) => [id, kind]),
    nodes.slice(1).map((id, index) => [nodes[index] as string, id]),
  )
}

function forkAndJoin(count: number): Flow {
  const nodes = names(count)
  return wide(
    [['f', 'fork'], ['j', 'join'], ...nodes.map((id): [string, string] => [id, 'fork'])],
    nodes.flatMap((id): [string, string][] => [
      ['f', id],
      [id, 'j'],
    ]),
  )
}

/** Past the parser, which takes no more than the 10,000 nodes people may draw. */
function wide(nodes: readonly (readonly [string, string])[], edges: readonly (readonly [string, string])[]): Flow {
  const position = { x: 0, y: 0 }
  return {
    ...flowOf({}, []),
    nodes: nodes.map(([id, kind]) => ({ id, kind, params: {}, position })),
    edges: edges.map(([source, target], index) => ({ id: `e${index}`, source, target })),
  }
}

export const pool = (count: number): Flow =>
  flowOf({ i: 'input', p: ['pool', { concurrency: 64, maxItems: count }], w: ['fork', {}, { parent: 'p' }] }, ['i>p'])

export const loop = (rounds: number, work: 'fork' | 'effect'): Flow =>
  flowOf({ l: ['loop', { mode: 'times', times: rounds }], w: [work, {}, { parent: 'l' }] }, [])

export const workloads: readonly Workload[] = [
  {
    ...usual,
    name: 'chain, every step waits for its sync',
    sizes: [1_000],
    flow: (size) => chain(size, 'effect'),
    inFlight: one,
    goal: { line: '1', must: 0.7, stretch: 0.9, memory: 0 },
    overHttp: false,
  },
  {
    ...usual,
    name: 'chain of pure nodes',
    sizes: [1_000, 10_000, 100_000],
    flow: (size) => chain(size, 'fork'),
    inFlight: () => pipelined,
    goal: { line: '2', must: 0.15, stretch: 0.3, memory: 125_000 },
  },
  {
    ...usual,
    name: 'fork and join',
    sizes: [1_000, 10_000, 100_000],
    flow: forkAndJoin,
    inFlight: (size) => Math.min(size, pipelined),
    goal: { line: '3', must: 0.2, stretch: 0.4, memory: 86_000 },
  },
  {
    ...usual,
    name: 'pool, 64 at a time',
    sizes: [1_000, 10_000, 100_000, 1_000_000],
    flow: pool,
    input: (size) => Array.from({ length: size }, (_, index) => index),
    inFlight: () => 64,
    goal: { line: '3', must: 0.2, stretch: 0.4, memory: 170_000 },
  },
  {
    ...usual,
    name: '200 runs of 20 nodes',
    sizes: [200],
    flow: () => chain(20, 'fork'),
    runs: (size) => size,
    steps: (size) => size * 20,
    inFlight: (size) => size,
    goal: { line: '3', must: 0.2, stretch: 0.4, memory: 0 },
  },
  {
    ...usual,
    name: 'loop, each round its own commit',
    sizes: [1_000, 10_000, 100_000],
    flow: (size) => loop(size, 'effect'),
    durability: 'normal',
    inFlight: one,
    goal: { line: '5', must: 0.5, stretch: 0.7, memory: 0 },
    overHttp: false,
  },
  {
    ...usual,
    name: 'loop of pure nodes',
    sizes: [1_000, 10_000, 100_000],
    flow: (size) => loop(size, 'fork'),
    inFlight: () => pipelined,
    goal: { line: '6', must: 0, stretch: 0, memory: 200_000 },
  },
]
