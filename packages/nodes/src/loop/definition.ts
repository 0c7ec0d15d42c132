import { defineNode, evaluate, type FlowIssue, type FlowNode, port, When } from '@quorum/engine'
import { z } from 'zod'
import { issue, shares } from '../params.ts'

const Params = z.looseObject({
  mode: z.enum(['times', 'while', 'until']).default('times').meta({
    title: 'Repeat',
    description: 'times: so often. while: as long as it holds, asked before each round. until: asked after each round.',
  }),
  times: z
    .int()
    .min(0)
    .max(10_000_000)
    .default(3)
    .meta({ title: 'How often', description: 'How many rounds.', onlyFor: { mode: ['times'] } }),
  when: When.optional().meta({
    title: 'Condition',
    description: 'Over state, what the rounds have made so far, and round, the number of the round.',
    widget: 'condition',
    onlyFor: { mode: ['while', 'until'] },
  }),
  maxIterations: z
    .int()
    .min(1)
    .max(10_000_000)
    .default(10)
    .meta({
      title: 'Most rounds',
      description: 'Then the state leaves by the “limit” port.',
      onlyFor: { mode: ['while', 'until'] },
    }),
  stopWhenStill: z.boolean().default(false).meta({
    title: 'Stop when nothing changes',
    description: 'A round that leaves the state as it was is the last one. The state leaves by “out”.',
  }),
})
type Params = z.infer<typeof Params>

/** Runs what is drawn inside it round after round, each on what the last one made (CATALOGUE §1). */
export const loop = defineNode({
  kind: 'loop',
  title: 'Loop',
  category: 'flow',
  summary: 'Repeats what you draw inside it, each round on the result of the last.',
  aliases: ['repeat', 'while', 'until', 'for', 'iterate', 'refine', 'rounds'],
  icon: 'repeat',
  cost: 'rounds × body',
  params: Params,
  ports: () => ({
    inputs: [port('in')],
    outputs: [port('out'), port('limit', 'limit reached')],
    inner: { outputs: [port('state')], inputs: [port('result')] },
  }),
  fact: inWords,
  rows: (params) => [{ label: 'Repeat', value: inWords(params) }],
  width: 320,
  strip: true,
  verb: 'Repeating',
  conditions: ({ mode, when }) => (mode !== 'times' && when !== undefined ? [{ path: 'when', when }] : []),
  chances: ({ mode }, connected) => ({
    exclusive: true,
    ports: mode !== 'times' && connected.has('limit') ? shares({ out: 0.9, limit: 0.1 }) : shares({ out: 1 }),
  }),
  loop: (params) => ({
    again: ({ state, round, names, still }) =>
      params.stopWhenStill && still() ? 'done' : again(params, round, { ...names, state }),
    rounds: roundsOf(params),
  }),
  check,
})

function roundsOf({ mode, times, maxIterations, stopWhenStill }: Params) {
  if (mode === 'times') return { min: stopWhenStill ? Math.min(1, times) : times, max: times }
  return { min: mode === 'until' ? 1 : 0, max: maxIterations }
}

function inWords({ mode, times, maxIterations }: Params): string {
  return mode === 'times' ? `${times} times` : `${mode}, at most ${maxIterations} rounds`
}

/** `round` is the one that would begin now. `while` is asked about it, `until` about the one before it. */
function again({ mode, times, when, maxIterations }: Params, round: number, names: Parameters<typeof evaluate>[1]) {
  if (mode === 'times') return round > times ? 'done' : 'next'
  if (mode === 'while' && !evaluate(when ?? 'false', { ...names, round })) return 'done'
  if (mode === 'until' && round > 1 && evaluate(when ?? 'true', { ...names, round: round - 1 })) return 'done'
  return round > maxIterations ? 'limit' : 'next'
}

function check({ mode, when }: Params, node: FlowNode): FlowIssue[] {
  if (mode === 'times' || when !== undefined) return []
  return [issue(node, 'missing-param', 'when', `Say how long it goes on: “${mode}” needs a condition.`)]
}
