import {
  completed,
  evaluate,
  type Failure,
  type FlowIssue,
  type FlowNode,
  type LoopOptions,
  type Mishap,
  type Ports,
  port,
  type Value,
  When,
} from '@quorum/engine'
import { z } from 'zod'
import { issue } from '../params.ts'
import { classOf } from './classes.ts'
import { type RecoverySettings, recover } from './recover.ts'

/** Settings that all kinds made of a guard share. */

export const attempts = (initial: number) =>
  z.int().min(1).max(20).default(initial).meta({ title: 'Tries', description: 'How often its inside is tried in all.' })

export const backoff = {
  backoffMs: z.number().min(0).max(3_600_000).default(1_000).meta({
    title: 'Wait (ms)',
    description: 'Before the second try; doubled for each further one. A part of it is drawn by lot.',
  }),
  maxBackoffMs: z
    .number()
    .min(0)
    .max(3_600_000)
    .default(60_000)
    .meta({ title: 'Longest wait (ms)', description: 'However often it has been doubled.' }),
}

export const timeout = z
  .number()
  .min(1)
  .max(86_400_000)
  .optional()
  .meta({ title: 'Longest (ms)', description: 'How long one try may take. Empty: as long as it wants.' })

export const fallbackModels = z
  .array(z.string().max(200))
  .max(10)
  .default([])
  .meta({ title: 'Other models', description: 'Taken one after another when a model fails or is too slow.' })

export const checks = z
  .array(
    z.looseObject({
      name: z.string().min(1).max(100).meta({ title: 'Name' }),
      when: When.meta({
        title: 'Must hold',
        description: 'Over state, which is what came out, and round.',
        widget: 'condition',
      }),
      hint: z
        .string()
        .max(2_000)
        .default('')
        .meta({ title: 'If not', description: 'What models are told in the next try.' }),
    }),
  )
  .max(20)
  .default([])
  .meta({ title: 'Checks', description: 'In order, on what came out. If one does not hold, the try has failed.' })
type Checks = z.infer<typeof checks>

export const shareName = z
  .string()
  .max(200)
  .optional()
  .meta({ title: 'Shared name', description: 'All in the run with this name share it. Empty: only this node.' })

export const tag = z
  .string()
  .max(200)
  .optional()
  .meta({ title: 'Tag', description: 'All guards with the same tag can be stopped together.' })

/** In, out and a body; `problem` inside takes in what a check found wrong. */
export const guardPorts = (...more: Ports['outputs']): Ports => ({
  inputs: [port('in')],
  outputs: [port('out'), ...more],
  inner: { outputs: [port('in')], inputs: [port('result'), port('problem')] },
})

/** How a body is tried again until it succeeds and its checks hold. */
export function tries(settings: RecoverySettings & { readonly checks: Checks }): LoopOptions {
  return {
    again: ({ round }) => (round === 1 ? 'next' : 'done'),
    onError: (at) => recover(settings, at),
    needsResult: true,
    ...(settings.checks.length > 0 ? { check: (at) => firstUnmet(settings.checks, at) } : {}),
    ...(settings.timeoutMs === undefined ? {} : { timeoutMs: settings.timeoutMs }),
    done: ({ state, mishaps }) =>
      completed({ out: state }, mishaps.length > 0 ? { mishaps: mishaps as unknown as Value } : undefined),
  }
}

/** What a body went through, for people and for what follows. */
export const historyOf = (mishaps: readonly Mishap[]): Value =>
  mishaps.map((mishap) => ({
    attempt: mishap.round,
    class: classOf(mishap),
    message: mishap.message,
    action: mishap.action,
    t: new Date(mishap.at).toISOString(),
  }))

function firstUnmet(
  all: Checks,
  { state, round, names }: Parameters<NonNullable<LoopOptions['check']>>[0],
): Failure | null {
  const unmet = all.find(({ when }) => !evaluate(when, { ...names, state, round }))
  if (!unmet) return null
  return { code: 'health-check', message: `“${unmet.name}” does not hold.${unmet.hint ? ` ${unmet.hint}` : ''}` }
}

export const checkConditions = (all: Checks) => all.map(({ when }, i) => ({ path: `checks[${i}].when`, when }))

/** Settings that mean nothing together. */
export function checkTries(
  node: FlowNode,
  { attempts, fallbackModels = [] }: { readonly attempts: number; readonly fallbackModels?: readonly string[] },
): FlowIssue[] {
  if (attempts > 1 || fallbackModels.length === 0) return []
  return [
    {
      ...issue(
        node,
        'never-used',
        'fallbackModels',
        'With one try the other models are never asked. Allow more tries.',
      ),
      severity: 'warning',
    },
  ]
}
