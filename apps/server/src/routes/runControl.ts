import { Budget, type PostResult } from '@quorum/engine'
import { z } from 'zod'
import { bodyLimits } from '../http/body.ts'
import { Problem } from '../http/problem.ts'
import type { Api } from '../http/route.ts'
import type { Deps } from './deps.ts'
import { noRun } from './runs.ts'
import { RunStatus } from './schemas.ts'

const tag = 'Steering a run'
const status = { description: 'It will be so', schema: z.object({ status: z.string() }) }
const wrong = { description: '`wrong-status`: not possible any more, or not yet' }

const Cancel = z.strictObject({
  path: z.string().min(1).max(500).optional(),
  tag: z.string().min(1).max(200).optional().describe('All that is at work in guards with this tag'),
})
const Step = z.strictObject({ path: z.string().min(1).max(500) })
const Retry = z.strictObject({
  paths: z
    .array(z.string().min(1).max(500))
    .min(1)
    .max(1_000)
    .optional()
    .describe('Only these steps or items, and all behind them'),
  skip: z
    .array(z.string().min(1).max(500))
    .min(1)
    .max(1_000)
    .optional()
    .describe('These steps are skipped instead of tried again; without `paths` all else that failed is tried again'),
  budget: Budget.optional().describe('What may be spent in all from now on'),
})
const Signal = z.strictObject({
  decision: z.enum(['approve', 'reject']).optional(),
  by: z.string().min(1).max(200).optional().describe('Who decides; the same person counts once'),
  name: z.string().min(1).max(200).optional().describe('Which signal, for a step that waits for one of several'),
  data: z.json().optional(),
})

export function runControlRoutes(api: Api, { runs, host }: Deps): void {
  /** Of the host itself: those who watch hear of it a moment later. */
  const fresh = async (id: string): Promise<string> =>
    (await host.view(id))?.status ?? runs.row(id)?.status ?? 'running'
  /** Said again after the run has ended, because the answer was lost: it is as it was wanted. */
  const isSo = (id: string, path: string | undefined, wanted: 'cancelled' | 'skipped'): boolean =>
    path !== undefined && runs.endedView(id)?.nodes[path]?.status === wanted
  api.route(
    {
      method: 'post',
      path: '/api/runs/{id}/cancel',
      tag,
      summary: 'Stops a run, one step or item of it, or all that runs under a tag.',
      body: { schema: Cancel, maxBytes: bodyLimits.other, optional: true },
      answers: { 202: { ...status, schema: z.object({ status: RunStatus }) }, 409: wrong },
    },
    async (c, { param, body }) => {
      const id = param('id')
      const row = runs.row(id)
      if (row === undefined) throw noRun()
      const { path, tag: group } = body
      if (path !== undefined && group !== undefined) throw new Problem('invalid', 'Name a path or a tag, not both.')
      const whole = path === undefined && group === undefined
      if (whole && row.status === 'cancelled') return c.json({ status: 'cancelled' }, 202)
      const result = await host.cancel(id, {
        ...(path === undefined ? {} : { path }),
        ...(group === undefined ? {} : { tag: group }),
      })
      if (result === 'ok' || result === 'duplicate' || isSo(id, path, 'cancelled'))
        return c.json({ status: await fresh(id) }, 202)
      // It may have ended while the wish was on its way.
      if (whole && runs.row(id)?.status === 'cancelled') return c.json({ status: 'cancelled' }, 202)
      if (group !== undefined && result !== 'ended')
        throw new Problem('wrong-status', `Nothing is at work under the tag “${group}”.`)
      throw refused(result, path)
    },
  )
  const steering = [
    ['pause', 'Nothing new starts; what is in flight is finished.'],
    ['resume', 'A paused run goes on.'],
    ['step', 'A paused run does one more node.'],
  ] as const
  for (const [wish, summary] of steering) {
    api.route(
      {
        method: 'post',
        path: `/api/runs/{id}/${wish}`,
        tag,
        summary,
        body: { schema: z.strictObject({}), maxBytes: bodyLimits.other, optional: true },
        answers: { 202: { ...status, schema: z.object({ status: RunStatus }) }, 409: wrong },
      },
      async (c, { param }) => {
        const id = param('id')
        if (runs.row(id) === undefined) throw noRun()
        const result = await host[wish](id)
        if (result === 'ok' || result === 'duplicate') return c.json({ status: await fresh(id) }, 202)
        throw refused(result, undefined)
      },
    )
  }
  const steps = [
    ['skip', 'Skips a step that has not ended: those behind it go on without it.'],
    [
      'finish',
      'A pool or a loop that runs ends with what it has; a join that waits goes on with what has come. What is at work for it is stopped or unheard.',
    ],
  ] as const
  for (const [wish, summary] of steps) {
    api.route(
      {
        method: 'post',
        path: `/api/runs/{id}/${wish}`,
        tag,
        summary,
        body: { schema: Step, maxBytes: bodyLimits.other },
        answers: { 202: { ...status, schema: z.object({ status: RunStatus }) }, 409: wrong },
      },
      async (c, { param, body }) => {
        const id = param('id')
        if (runs.row(id) === undefined) throw noRun()
        const result = await host[wish](id, body.path)
        const done = wish === 'skip' && isSo(id, body.path, 'skipped')
        if (result === 'ok' || result === 'duplicate' || done) return c.json({ status: await fresh(id) }, 202)
        if (wish === 'finish' && result === 'not-waiting')
          throw new Problem(
            'wrong-status',
            `“${body.path}” has nothing to finish with: only a pool or a loop that runs, or a join that waits and has got something, can end early.`,
          )
        throw refused(result, body.path)
      },
    )
  }
  api.route(
    {
      method: 'post',
      path: '/api/runs/{id}/retry',
      tag,
      summary: 'Takes up a failed run from what failed, and keeps what succeeded.',
      body: { schema: Retry, maxBytes: bodyLimits.other, optional: true },
      answers: { 202: { ...status, schema: z.object({ status: RunStatus }) }, 409: wrong },
    },
    async (c, { param, body }) => {
      const id = param('id')
      if (runs.row(id) === undefined) throw noRun()
      const { paths, skip, budget } = body
      const result = await host.retry(id, {
        ...(paths ? { paths } : {}),
        ...(skip ? { skip } : {}),
        ...(budget ? { budget } : {}),
      })
      if (result === 'ok') return c.json({ status: await fresh(id) }, 202)
      throw new Problem(
        'wrong-status',
        'There is nothing to retry: only a run that has failed or was cancelled can be taken up again.',
      )
    },
  )
  api.route(
    {
      method: 'post',
      path: '/api/runs/{id}/signals/{path}',
      tag,
      summary: 'Answers a step that waits for people or for a signal.',
      body: { schema: Signal, maxBytes: bodyLimits.other, optional: true },
      answers: {
        200: { description: 'The same person said so already', schema: z.object({ status: z.literal('duplicate') }) },
        202: status,
        409: wrong,
      },
    },
    async (c, { param, body }) => {
      const id = param('id')
      const path = param('path')
      const flow = runs.flow(id)
      if (flow === null) throw noRun()
      const top = path.split(/[#/[]/)[0]
      if (!flow.nodes.some((node) => node.id === top))
        throw new Problem('not-found', `The flow of this run has no node “${top}”.`)
      const { decision, by, name, data } = body
      const signal = {
        ...(decision ? { decision } : {}),
        ...(by ? { by } : {}),
        ...(name ? { name } : {}),
        ...(data === undefined ? {} : { data }),
      }
      const result = await host.signal(id, path, signal)
      if (result === 'ok') return c.json({ status: 'accepted' }, 202)
      if (result === 'duplicate') return c.json({ status: 'duplicate' }, 200)
      throw refused(result, path)
    },
  )
}

function refused(result: PostResult, path: string | undefined): Problem {
  const what = path === undefined ? 'The run' : `The step “${path}”`
  return new Problem('wrong-status', result === 'ended' ? 'The run has ended.' : `${what} does not wait for this now.`)
}
