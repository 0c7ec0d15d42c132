import { completed, defineNode, port, type Value } from '@quorum/engine'
import { z } from 'zod'
import {
  attempts,
  backoff,
  checkConditions,
  checks,
  checkTries,
  fallbackModels,
  guardPorts,
  historyOf,
  tag,
  timeout,
  tries,
} from '../guard/guarding.ts'
import { namedModels, plural } from '../params.ts'

const Params = z.looseObject({
  attempts: attempts(3),
  checks,
  fallbackModels,
  ...backoff,
  timeoutMs: timeout,
  breakAfter: z
    .int()
    .min(1)
    .max(100)
    .default(5)
    .meta({ title: 'Give up after', description: 'So many failures in half a minute: nothing is tried for a while.' }),
  breakMs: z
    .number()
    .min(1)
    .max(3_600_000)
    .default(30_000)
    .meta({ title: 'Pause (ms)', description: 'How long nothing is tried then.' }),
  tag,
})

/**
 * What is drawn inside runs until its result passes all checks; each failure is met by what helps against its class
 * (CATALOGUE P20 and §7.3). The steps inside do not try again by themselves: so there are never more tries than allowed.
 */
export const selfHealing = defineNode({
  kind: 'self-healing',
  title: 'Self-Healing',
  category: 'flow',
  summary: 'Runs what you draw inside it, checks the result, and mends what went wrong before it tries again.',
  aliases: [
    'self healing',
    'recover',
    'repair',
    'retry until it passes',
    'health check',
    'heal',
    'self-healing workflow',
  ],
  icon: 'heart-pulse',
  patternId: 'P20',
  cost: 'tries × body',
  params: Params,
  ports: () => guardPorts(port('history', 'history', 'list'), port('healed')),
  fact: ({ attempts }) => plural(attempts, 'try', 'tries'),
  rows: ({ attempts, checks }) => [
    { label: 'Tries', value: String(attempts) },
    ...(checks.length > 0
      ? [
          {
            label: 'Checks',
            value: checks
              .map(({ name }) => name)
              .join(', ')
              .slice(0, 40),
          },
        ]
      : []),
  ],
  width: 320,
  strip: true,
  verb: 'Watching over it',
  conditions: ({ checks }) => checkConditions(checks),
  models: ({ fallbackModels }) => namedModels(...fallbackModels),
  loop: (params) => ({
    ...tries({ ...params, always: false }),
    soleRetry: true,
    shared: { name: null, breaker: { failures: params.breakAfter, windowMs: 30_000, openMs: params.breakMs } },
    ...(params.tag ? { tag: params.tag } : {}),
    done: ({ state, mishaps }) => {
      const history = historyOf(mishaps)
      const healed = mishaps.length > 0
      return completed({ out: state, history, healed }, { mishaps: mishaps as unknown as Value, healed })
    },
  }),
  check: (params, node) => checkTries(node, params),
})
