import { defineNode, port } from '@quorum/engine'
import { z } from 'zod'

const share = (title: string, description: string) => z.number().min(0).max(1).default(0).meta({ title, description })

export const Params = z.looseObject({
  latencyMs: z
    .int()
    .min(0)
    .max(60_000)
    .optional()
    .meta({ title: 'Takes (ms)', description: 'Until the first word. Empty: 300 to 900, drawn by lot.' }),
  noise: share('Wrong', 'Share of answers that are wrong on purpose: 0.1 is one in ten.'),
  errorRate: share('Fails', 'Share of calls that fail as networks and providers fail.'),
  malformedRate: share('Unreadable', 'Share of answers that break the form asked for.'),
  refusalRate: share('Declined', 'Share of calls the model declines.'),
})
export type Params = z.infer<typeof Params>

/** What is drawn inside asks the practice model, whatever its steps say (CATALOGUE X28). */
export const simulatedRun = defineNode({
  kind: 'simulated-run',
  title: 'Simulated Run',
  category: 'flow',
  summary: 'What you draw inside asks the practice model, as unreliable as you like, and no other.',
  aliases: ['simulation', 'simulator', 'dry run', 'mock', 'rehearsal', 'what if', 'practice'],
  icon: 'box',
  patternId: 'X28',
  cost: '0, calls are simulated',
  params: Params,
  ports: () => ({
    inputs: [port('in')],
    outputs: [port('out')],
    inner: { outputs: [port('in')], inputs: [port('result')] },
  }),
  fact: () => 'simulated',
  rows: ({ noise, errorRate }) => [
    { label: 'Wrong', value: percent(noise) },
    { label: 'Fails', value: percent(errorRate) },
  ],
  width: 320,
  strip: true,
  verb: 'Simulating',
  loop: (params) => ({
    again: ({ round }) => (round === 1 ? 'next' : 'done'),
    rounds: { min: 1, max: 1 },
    needsResult: true,
    model: modelOf(params),
  }),
})

const percent = (share: number): string => `${Math.round(share * 100)} %`

/** The practice model with these settings. */
export function modelOf({ latencyMs, noise, errorRate, malformedRate, refusalRate }: Params): string {
  const wanted = Object.entries({ latencyMs, noise, errorRate, malformedRate, refusalRate }).filter(
    ([name, value]) => value !== undefined && (name === 'latencyMs' || value !== 0),
  )
  const query = wanted.map(([name, value]) => `${name}=${value}`).join('&')
  return query === '' ? 'simulated/standard' : `simulated/standard?${query}`
}
