import type { ModelRequest, Sandbox, Value } from '@quorum/engine'
import { flowOf, world } from '@quorum/engine/testing'
import { expect, test } from 'vitest'
import { definitionOf, definitions } from '../definitions.ts'
import { practiceStep } from '../maker/practice.ts'
import { kit } from '../runners.ts'
import { toTheEnd } from './everyPattern.testing.ts'
import { flowAround } from './testing.ts'

interface Setting {
  readonly params?: Record<string, unknown>
  readonly input?: Value
  /** How long the lists are that a model makes: tasks, parts, steps. */
  readonly many?: number
  /** Instead of a good answer. */
  readonly says?: (request: ModelRequest) => Value | undefined
  readonly calls: number
}

const people = (n: number, more = {}) => Array.from({ length: n }, (_, i) => ({ name: `P${i + 1}`, ...more }))
const list = (n: number): Value => Array.from({ length: n }, (_, i) => `item ${i + 1}`)
const long = 'x '.repeat(80)
/** The nth request with a form of its own is answered with the nth of these, later ones with the last. */
const inTurn = (...answers: readonly Value[]): Setting['says'] => {
  let asked = 0
  return ({ schema }) => (schema ? answers[Math.min(asked++, answers.length - 1)] : undefined)
}
const parts = (n: number, of: string): Value => ({ tasks: Array.from({ length: n }, (_, i) => `${of}.${i + 1}`) })
const ledger = (done: boolean): Value => ({
  done,
  looping: false,
  progress: true,
  next: 'Writer',
  instruction: 'Go on.',
})
const plan = (n: number): Value => ({
  tasks: Array.from({ length: n }, (_, i) => ({ title: `Step ${i + 1}`, details: '' })),
})

/** Kind, and the calls of the catalogue's formula written out at two settings (CATALOGUE §4 and §5, “Cost”). */
const table: Readonly<Record<string, readonly [Setting, Setting, ...Setting[]]>> = {
  pipeline: [{ calls: 4 }, { params: { stages: people(7) }, calls: 7 }],
  waterfall: [{ calls: 3 * 2 }, { params: { stages: people(5) }, calls: 5 * 2 }],
  'chain-of-responsibility': [
    { params: { handlers: people(4, { can: 'x' }) }, calls: 1 + 1 },
    { params: { handlers: people(4), mode: 'attempt' }, calls: 1 },
  ],
  'fork-join': [{ calls: 3 }, { params: { branches: people(5), merge: 'agent' }, calls: 5 + 1 }],
  'map-reduce': [
    { input: list(25), calls: 3 + 1 },
    // Twelve chunks, three groups of four and one of three.
    { input: list(24), params: { chunkSize: 2, fanIn: 4, reduceBy: 'tree' }, calls: 12 + 3 + 1 },
  ],
  'scatter-gather': [
    { params: { strategy: 'best' }, calls: 3 + 1 },
    { params: { strategy: 'consensus', agents: people(5) }, calls: 5 },
  ],
  council: [{ calls: 2 * 3 + 1 }, { params: { members: people(4), revise: true }, calls: 3 * 4 + 1 }],
  // Three disks take seven moves.
  maker: [
    { params: { k: 3 }, calls: 7 * 3 },
    { params: { k: 5 }, calls: 7 * 5 },
  ],
  supervisor: [
    { many: 3, calls: 3 + 2 },
    { many: 9, calls: 9 + 2 },
  ],
  'coordinator-specialist': [
    { input: list(3), calls: 3 * (1 + 1) },
    { input: list(4), many: 2, calls: 4 * (1 + 2 + 1) },
  ],
  'primary-replica': [
    { input: list(6), params: { replicas: 3 }, calls: 3 },
    { input: list(8), params: { replicas: 4, combine: 'agent' }, calls: 4 + 1 },
  ],
  'recursive-delegation': [
    { input: 'short', calls: 1 },
    {
      input: long,
      params: { maxDepth: 2, atomicChars: 1 },
      says: inTurn(parts(3, '0'), parts(3, 'a'), parts(3, 'b'), parts(3, 'c')),
      calls: 9 + 2 * 4,
    },
  ],
  'recursive-orchestration': [
    { input: { text: 'short', subtaskCount: 1 }, calls: 1 },
    { input: { text: 'a programme', subtaskCount: 9 }, params: { maxDepth: 1 }, many: 3, calls: 2 + 3 },
  ],
  'scout-plan-build-review': [
    { many: 2, params: { deploy: 'agent' }, calls: 3 + 2 + 2 + 1 },
    { many: 5, params: { deploy: 'agent', scouts: people(4) }, calls: 4 + 5 + 2 + 1 },
  ],
  'parallel-pipeline': [
    { calls: 3 * 2 },
    {
      params: {
        pipelines: [
          { name: 'a', stages: people(3) },
          { name: 'b', stages: people(4) },
        ],
      },
      calls: 7,
    },
  ],
  swarm: [
    { params: { agents: 4, iterations: 3, stagnation: 0 }, calls: 4 * 3 * 2 },
    { params: { agents: 5, iterations: 2, evaluator: 'code', stagnation: 0 }, calls: 5 * 2 },
  ],
  router: [
    { calls: 1 },
    {
      params: {
        method: 'rules',
        routes: [
          { id: 'a', when: 'true' },
          { id: 'b', when: 'true' },
        ],
      },
      calls: 0,
    },
  ],
  handoff: [
    { calls: 1 },
    {
      params: { agents: people(4) },
      says: inTurn({ action: 'transfer', to: 'P3', text: '' }, { action: 'answer', to: '', text: 'Done.' }),
      calls: 1 + 1,
    },
  ],
  'agents-as-tools': [{ calls: 1 }, { params: { specialists: people(5) }, calls: 1 }],
  'group-chat': [
    { params: { stop: 'turns', maxTurns: 5 }, calls: 5 },
    { params: { stop: 'turns', maxTurns: 4, selection: 'agent' }, calls: 4 * 2 },
  ],
  // In the round in which the manager finds it done nobody else is asked.
  magentic: [
    { says: inTurn(ledger(true)), calls: 3 + 2 * 1 - 1 },
    { says: inTurn(ledger(false), ledger(false), ledger(true)), calls: 3 + 2 * 3 - 1 },
  ],
  'evaluator-optimizer': [
    { calls: 2 },
    {
      params: { maxIterations: 4 },
      says: ({ schema }) => (schema ? { pass: false, score: 0.1, reasons: ['no'] } : undefined),
      calls: 2 * 4,
    },
  ],
  agent: [{ calls: 1 }, { params: { maxTurns: 5 }, calls: 1 }],
  'plan-and-execute': [
    { many: 4, calls: 2 + 4 },
    { says: inTurn(plan(3), plan(1), plan(0)), params: { replan: 'everyStep' }, calls: 2 + 2 + 1 },
  ],
  'self-consistency': [
    { params: { samples: 7, earlyStop: false }, calls: 7 },
    // Three of five cannot be caught.
    { calls: 3 },
  ],
  'best-of-n': [
    { params: { n: 5 }, calls: 2 * 5 },
    { params: { n: 6, judging: 'listwise' }, calls: 6 + 1 },
    { params: { n: 4, judging: 'knockout' }, calls: 4 + 2 * 3 },
  ],
  debate: [{ calls: 2 * 3 + 1 }, { params: { debaters: people(3), rounds: 1 }, calls: 3 * 2 + 1 }],
  'mixture-of-agents': [{ calls: 4 * 2 + 1 }, { params: { proposers: people(3), layers: 4 }, calls: 3 * 3 + 1 }],
  cascade: [
    { calls: 1 },
    {
      params: { levels: people(3) },
      says: ({ schema }) => (schema ? { answer: 'x', confidence: 0.1 } : undefined),
      calls: 3,
    },
  ],
  saga: [{ calls: 3 }, { params: { steps: people(5, { undo: 'Undo it.' }) }, calls: 5 }],
  blackboard: [{ calls: 4 }, { params: { maxSteps: 2 }, calls: 2 }],
  auction: [{ calls: 3 + 1 }, { params: { bidders: people(5) }, calls: 5 + 1 }],
  'publish-subscribe': [
    { params: { subscribers: people(2, { topics: ['order'], publishes: ['done'] }) }, calls: 2 },
    { params: { subscribers: people(4, { topics: ['order'], publishes: ['done'] }) }, calls: 4 },
  ],
  'tree-search': [
    { params: { branch: 3, width: 3, depth: 4 }, many: 3, calls: 1 + 3 * 3 + (3 + 3 * 3 * 3) },
    { params: { branch: 2, width: 1, depth: 3, scorer: 'code' }, many: 2, calls: 1 + 2 },
  ],
  'assembly-line': [
    { input: list(4), calls: 4 * 3 },
    { input: list(6), params: { stages: people(2) }, calls: 6 * 2 },
  ],
  'quorum-approval': [
    { params: { approvals: 2 }, calls: 2 },
    { params: { reviewers: people(5), approvals: 3, stopEarly: false }, calls: 5 },
  ],
  'champion-challenger': [
    { params: { share: 0 }, calls: 1 },
    { params: { share: 1 }, calls: 1 + 1 + 1 },
  ],
  approval: [{ calls: 0 }, { params: { message: 'Really?' }, calls: 0 }],
  'fan-out': [
    { input: list(3), calls: 3 },
    { input: list(12), calls: 12 },
  ],
  'todone-board': [
    { input: list(3), calls: 3 },
    { input: list(12), calls: 12 },
  ],
  'work-stealing-queue': [
    { input: list(3), calls: 3 },
    { input: list(12), params: { mode: 'deque' }, calls: 12 },
  ],
  'dynamic-spawning': [
    { input: list(3), calls: 3 },
    { input: list(12), calls: 12 },
  ],
  'elastic-scaling': [
    { input: list(3), calls: 3 },
    { input: list(12), calls: 12 },
  ],
  'load-balancing': [
    { input: list(3), calls: 3 },
    { input: list(12), params: { strategy: 'roundRobin' }, calls: 12 },
  ],
  'batch-job': [
    { input: list(3), calls: 3 },
    { input: list(12), params: { batchSize: 5 }, calls: 12 },
  ],
  'hedged-request': [{ calls: 1 }, { params: { copies: 3 }, says: () => 'fail', calls: 3 }],
  'self-healing': [{ calls: 1 }, { params: { attempts: 4, backoffMs: 1 }, says: () => 'fail', calls: 4 }],
  'circuit-breaker': [{ calls: 1 }, { says: () => 'fail', calls: 1 }],
  'memoised-step': [{ calls: 1 }, { params: { acrossRuns: true }, calls: 1 }],
  watchdog: [{ calls: 1 }, { params: { calls: 0, action: 'notify' }, calls: 1 }],
  'simulated-run': [{ calls: 1 }, { params: { latencyMs: 5 }, calls: 1 }],
}

test('every pattern has its formula here', () => {
  const kinds = definitions.filter(({ hidden, patternId }) => !hidden && patternId).map(({ kind }) => kind)
  const parts = ['fork', 'join', 'gate', 'vote', 'adaptive-vote']
  expect(Object.keys(table).toSorted()).toEqual(kinds.filter((kind) => !parts.includes(kind)).toSorted())
})

const each = Object.entries(table).flatMap(([kind, settings]) => settings.map((one, i) => [kind, i + 1, one] as const))
test.each(each)(
  '%s makes the calls of its formula, setting %i',
  async (kind, _, { params = {}, input = 'go', many = 1, says, calls }) => {
    const all = world({ kit, sandbox, answer: (request) => says?.(request) ?? good(request, many) })
    const definition = definitionOf(kind)
    if (!definition) throw new Error(kind)
    await all.start(
      definition.expand || kind === 'agent' || kind === 'approval'
        ? flowAround(definition, params)
        : withBody(kind, params),
      input,
    )
    const view = await toTheEnd(all)
    expect(all.bugs).toEqual([])
    if (!says) expect([view.status, view.error]).toEqual(['completed', null])
    expect(all.model.asked).toHaveLength(calls)
    expect(all.model.asked).toHaveLength(new Set(all.model.asked).size)
  },
)

/** A container with one agent in it. */
function withBody(kind: string, params: Record<string, unknown>) {
  const [from] = definitionOf(kind)?.ports(definitionOf(kind)?.params.parse(params)).inner?.outputs ?? []
  return flowOf(
    { q: 'input', p: [kind, params], a: ['agent', {}, { parent: 'p', policy: { attempts: 1 } }], out: 'output' },
    ['q>p', `p.${from?.id}>a`, 'a>p.result', 'p>out'],
  )
}

/** A good answer in the form asked for: yes, high marks, the first of several, lists of `many`. */
function good({ schema, messages, role = '' }: ModelRequest, many: number): Value {
  const step = practiceStep(role, { p: 1, v: 1 })
  if (step) return step.text
  const labels = messages.flatMap(({ content }) =>
    [...content.matchAll(/^Answer ([A-Z]):$/gm)].map(([, label = '']) => label),
  )
  return schema ? fitting(schema, '', labels, many) : 'An answer.'
}

function fitting(schema: unknown, name: string, labels: readonly string[], many: number, nth = 0): Value {
  const { type, items, properties } = schema as Record<string, unknown>
  const options = (schema as { enum?: readonly Value[] }).enum
  if (options) return options[nth % options.length] ?? null
  if (name === 'ranking') return labels
  if (type === 'object')
    return Object.fromEntries(
      Object.entries(properties ?? {}).map(([key, field]) => [key, fitting(field, key, labels, many, nth)]),
    )
  if (type === 'array') return Array.from({ length: many }, (_, i) => fitting(items, name, labels, many, i))
  return type === 'number' ? 0.9 : type === 'integer' ? 1 : type === 'boolean' ? true : `A text ${nth + 1}`
}

const sandbox: Sandbox = {
  run: () => Promise.resolve({ value: 0.5, log: [] }),
  render: () => Promise.reject(new Error('texts here are plain')),
}
