import { z } from 'zod'
import { evaluate, When } from '../expr/condition.ts'
import { InvariantError } from '../failure.ts'
import { port } from '../flow/port.ts'
import {
  type Activation,
  completed,
  defineNode,
  failed,
  type ItemFacts,
  type Kit,
  type NodeBehaviour,
  type NodeDefinition,
  type PoolOptions,
} from '../node.ts'
import { isRecord, type Value } from '../value.ts'

/** A few kinds as small as can be: the engine is tested without the real ones, which it does not know. */
const any = z.looseObject({})
const inOut = () => ({ inputs: [port('in')], outputs: [port('out')] })
const base = { title: 'Test', category: 'flow' as const, summary: 'For tests', icon: 'box', width: 240 as const }

const joinParams = z.looseObject({
  need: z.enum(['all', 'live', 'n', 'one', 'each', 'collect']).default('live'),
  n: z.number().optional(),
  rest: z.enum(['drain', 'block', 'cancel']).default('drain'),
  onFailed: z.enum(['fail', 'ignore']).optional(),
  onUnsatisfiable: z.enum(['skip', 'fail']).default('skip'),
  deadlineMs: z.number().optional(),
})
const waitParams = z.looseObject({ ms: z.number().optional() })
const gateParams = z.looseObject({ when: When })
const outputParams = z.looseObject({
  name: z.string().default('result'),
  terminate: z.enum(['none', 'all']).default('none'),
})
const poolParams = z.looseObject({
  concurrency: z.number().default(2),
  maxItems: z.number().default(1_000),
  failure: z.enum(['collect', 'failFast', 'threshold']).default('collect'),
  minSuccess: z.number().default(1),
  enough: z.number().optional(),
  /** Any of the other options, as they are. */
  more: z.custom<Partial<PoolOptions>>().default({}),
  /** Items say `{id, priority, dependsOn, load, key}` of themselves. */
  tasks: z.boolean().default(false),
})
const boxParams = z.looseObject({ parts: z.number().default(2) })

const listUnder = (value: Value, name: string): readonly Value[] => {
  const list = isRecord(value) ? value[name] : null
  return Array.isArray(list) ? (list as Value[]) : []
}

const kinds: [NodeDefinition, NodeBehaviour][] = []
function add<P>(definition: NodeDefinition<P>, behaviour: NodeBehaviour<P>): void {
  kinds.push([definition as NodeDefinition, behaviour as NodeBehaviour])
}

add(
  defineNode({
    ...base,
    kind: 'input',
    params: any,
    input: true,
    ports: () => ({ inputs: [], outputs: [port('out')] }),
  }),
  {
    inTurn: (_, { value }) => completed({ out: value }),
  },
)
add(
  defineNode({
    ...base,
    kind: 'output',
    params: outputParams,
    output: ({ name, terminate }) => ({ name, terminate }),
    ports: () => ({ inputs: [port('in')], outputs: [] }),
  }),
  {
    inTurn: () => completed({}),
  },
)
/** Loops that put lists into lists would soon fill the memory: of a large value only its length goes on. */
function small(value: Value): Value {
  const { length } = JSON.stringify(value)
  return length > 1_000 ? length : value
}
add(defineNode({ ...base, kind: 'pass', params: any, ports: inOut }), {
  inTurn: (_, { value }) => completed({ out: small(value) }),
})
/** Hands on what it was given, however large. */
add(defineNode({ ...base, kind: 'through', params: any, ports: inOut }), {
  inTurn: (_, { value }) => completed({ out: value }),
})
/** Has a fault of ours. */
add(defineNode({ ...base, kind: 'stumble', params: any, ports: inOut }), {
  inTurn() {
    throw new InvariantError('it stumbles, as it was told to')
  },
})
/** Adds 1 to `n` of its input, or to the number. */
add(defineNode({ ...base, kind: 'add', params: any, ports: inOut }), {
  inTurn: (_, { value }) => completed({ out: (Number(value) || 0) + 1 }),
})
/** Counts in the run's memory; what it gives does not depend on it, unlike `tell`. */
add(defineNode({ ...base, kind: 'count', params: any, usesMemory: true, ports: inOut }), {
  inTurn: (_, { value }) => ({
    ...completed({ out: value }),
    memory: [{ do: 'write', key: 'n', reducer: 'sum', value: 1 }],
  }),
})
add(defineNode({ ...base, kind: 'tell', params: any, usesMemory: true, ports: inOut }), {
  inTurn: (_, { memory }) => completed({ out: memory?.values.n ?? 0 }),
})
add(defineNode({ ...base, kind: 'boom', params: any, ports: inOut }), { inTurn: () => failed('boom', 'boom') })
add(defineNode({ ...base, kind: 'list', params: z.looseObject({ of: z.number() }), ports: inOut }), {
  inTurn: ({ of }) => completed({ out: Array.from({ length: of }, (_, index) => index) }),
})
/** Asks a model; the prompt is the input. */
add(defineNode({ ...base, kind: 'ask', params: any, ports: inOut, callsOut: () => true }), {
  async task(ctx, _, { value }) {
    const answer = await ctx.ask({ messages: [{ role: 'user', content: JSON.stringify(value) }] })
    return completed({ out: answer.text })
  },
})
/** The same, and takes an object for an answer. */
add(defineNode({ ...base, kind: 'askObject', params: any, ports: inOut, callsOut: () => true }), {
  async task(ctx, _, { value }) {
    const answer = await ctx.ask({ messages: [{ role: 'user', content: JSON.stringify(value) }], schema: {} })
    return completed({ out: answer.object ?? null })
  },
})
/** Asks a model, then a person, then a model again. */
add(defineNode({ ...base, kind: 'consult', params: any, ports: inOut, callsOut: () => true }), {
  async task(ctx, _, { value }) {
    const { text } = await ctx.ask({ messages: [{ role: 'user', content: JSON.stringify(value) }] }, 'first')
    const by = await ctx.wait('person', { kind: 'approval', memory: text, forMs: 1_000 })
    const last = await ctx.ask({ messages: [{ role: 'user', content: `${text} ${String(by)}` }] }, 'last')
    return completed({ out: [text, by, last.text] })
  },
  answered: (parked, signal) =>
    signal === null ? { value: 'nobody' } : signal.by === undefined ? parked : { value: signal.by },
})
add(
  defineNode({
    ...base,
    kind: 'gate',
    params: gateParams,
    mayLoopBack: true,
    conditions: ({ when }) => [{ path: 'when', when }],
    ports: () => ({ inputs: [port('in')], outputs: [port('pass'), port('fail')] }),
  }),
  { inTurn: ({ when }, { value, names }) => completed({ [evaluate(when, names) ? 'pass' : 'fail']: small(value) }) },
)
add(
  defineNode({
    ...base,
    kind: 'join',
    params: joinParams,
    takesPolicy: false,
    activation: ({ need, n, rest, onFailed, onUnsatisfiable, deadlineMs }): Activation => ({
      type: 'join',
      need,
      ...(n === undefined ? {} : { n }),
      ...(deadlineMs === undefined ? {} : { deadlineMs }),
      rest,
      onUnsatisfiable,
      onFailed: onFailed ?? (need === 'n' || need === 'one' ? 'ignore' : 'fail'),
    }),
    ports: inOut,
  }),
  {
    inTurn({ need }, { arrivals }) {
      const values = arrivals.flatMap(({ signal }): Value[] => (signal.live ? [signal.value] : []))
      return completed({ out: need === 'each' ? (values[0] ?? null) : small(values) })
    },
  },
)
add(defineNode({ ...base, kind: 'ballot', params: any, activation: () => ({ type: 'arrivals' }), ports: inOut }), {
  inTurn: (_, { arrivals }) => completed({ out: arrivals.filter(({ signal }) => signal.live).length }),
})
add(
  defineNode({
    ...base,
    kind: 'wait',
    params: waitParams,
    ports: () => ({ inputs: [port('in')], outputs: [port('out'), port('timeout')] }),
  }),
  {
    park: {
      begin: ({ ms }, _, now) => ({
        kind: ms === undefined ? 'signal' : 'time',
        until: ms === undefined ? null : now + ms,
        memory: null,
      }),
      onSignal: (_, { value }, __, { data }) => completed({ out: data ?? value }),
      onDue: (_, { value }) => completed({ out: value }),
    },
  },
)
/** Waits until `approvals` different people have said yes, or one no. */
add(
  defineNode({
    ...base,
    kind: 'approval',
    params: z.looseObject({ approvals: z.number().default(1) }),
    mayLoopBack: true,
    ports: () => ({ inputs: [port('in')], outputs: [port('approved'), port('rejected')] }),
  }),
  {
    park: {
      begin: () => ({ kind: 'approval', until: null, memory: [] }),
      onSignal({ approvals }, { value }, { memory }, { decision, by = '?' }) {
        const people = memory as readonly string[]
        if (people.includes(by)) return 'duplicate'
        if (decision === 'reject') return completed({ rejected: value })
        if (people.length + 1 >= approvals) return completed({ approved: value })
        return { kind: 'approval', until: null, memory: [...people, by] }
      },
      onDue: (_, { value }) => completed({ rejected: value }),
    },
  },
)
add(
  defineNode({
    ...base,
    kind: 'pool',
    params: poolParams,
    container: ({ enough, concurrency, maxItems, failure, minSuccess, more, tasks }) => ({
      concurrency,
      maxItems,
      failure,
      minSuccess,
      ...(enough === undefined ? {} : { enough }),
      ...more,
      ...(more.source === 'open' ? { adds: (result) => listUnder(result, 'add') } : {}),
      ...(tasks ? { facts: (item) => (isRecord(item) ? (item as ItemFacts) : {}) } : {}),
    }),
    ports: () => ({
      inputs: [port('in', 'in', 'list')],
      outputs: [port('results', 'results', 'list')],
      inner: { outputs: [port('item')], inputs: [port('result')] },
    }),
  }),
  {
    gather: ({ failure }, outcomes, { lanes, steals, scaling }) =>
      failure !== 'collect' && outcomes.some(({ status }) => status !== 'ok')
        ? failed('pool-failed', 'an item failed')
        : completed(
            { results: outcomes.flatMap(({ status, value }): Value[] => (status === 'ok' ? [value ?? null] : [])) },
            {
              outcomes: outcomes.map(({ value: _, ...outcome }) => outcome as unknown as Value),
              done: lanes.map(({ done }) => done),
              steals,
              sizes: scaling.map(({ to }) => to),
            },
          ),
  },
)
/** Repeats its body `times` times, three at the most. */
add(
  defineNode({
    ...base,
    kind: 'loop',
    params: z.looseObject({ times: z.number() }),
    loop: ({ times }) => ({ again: ({ round }) => (round > times ? 'done' : round > 3 ? 'limit' : 'next') }),
    ports: () => ({
      inputs: [port('in')],
      outputs: [port('out'), port('limit')],
      inner: { outputs: [port('state')], inputs: [port('result')] },
    }),
  }),
  {},
)
/** Tries its body again, `attempts` times in all, 100 ms apart. */
add(
  defineNode({
    ...base,
    kind: 'guard',
    params: z.looseObject({
      attempts: z.number(),
      timeoutMs: z.number().optional(),
      /** One at a time of all with this name. */
      mutex: z.string().optional(),
      /** What one made is given to all who come later. */
      keeps: z.boolean().default(false),
    }),
    loop: ({ attempts, timeoutMs, mutex, keeps }) => ({
      again: ({ round }) => (round === 1 ? 'next' : 'done'),
      onError: ({ round }) => (round < attempts ? { afterMs: 100 } : null),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      ...(mutex === undefined && !keeps
        ? {}
        : { shared: { name: mutex ?? null, places: 1, ...(keeps ? { keep: { ms: null } } : {}) } }),
    }),
    ports: () => ({ ...inOut(), inner: { outputs: [port('in')], inputs: [port('result')] } }),
  }),
  {},
)
/** Runs another flow, or its own. */
add(
  defineNode({
    ...base,
    kind: 'call',
    params: z.looseObject({
      flowId: z.string().optional(),
      maxDepth: z.number().default(3),
      maxNodes: z.number().default(200),
    }),
    callee: ({ flowId, maxDepth, maxNodes }) => ({ flowId: flowId ?? null, maxDepth, maxNodes }),
    ports: inOut,
  }),
  {},
)
/** A composite of a few `ask` in parallel and a join. */
add(
  defineNode({
    ...base,
    kind: 'box',
    params: boxParams,
    calls: ({ parts }) => parts,
    expand: ({ parts }) => ({
      nodes: [
        ...Array.from({ length: parts }, (_, index) => ({ id: `part${index}`, kind: 'ask', params: {} })),
        { id: 'both', kind: 'join', params: { need: 'all' } },
      ],
      edges: [
        ...Array.from({ length: parts }, (_, index) => ({ source: '@', sourcePort: 'in', target: `part${index}` })),
        ...Array.from({ length: parts }, (_, index) => ({ source: `part${index}`, target: 'both' })),
        { source: 'both', target: '@', targetPort: 'out' },
      ],
    }),
    ports: inOut,
  }),
  {},
)

const definitions = new Map(kinds.map(([definition]) => [definition.kind, definition]))
const behaviours = new Map(kinds.map(([definition, behaviour]) => [definition.kind, behaviour]))

export const testKit: Kit = {
  definition: (kind) => definitions.get(kind),
  behaviour: (kind) => behaviours.get(kind),
}
