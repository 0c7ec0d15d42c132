import { attachmentsIn, Budget, Flow, partUpTo, type RunSource, type Value } from '@quorum/engine'
import { checkInput, definitionOf, inputFields } from '@quorum/nodes/definitions'
import { z } from 'zod'
import { calleesOf } from '../calledFlows.ts'
import { callableFrom } from '../flowFile.ts'
import { mostRuns } from '../host/limits.ts'
import { bodyLimits, invalid } from '../http/body.ts'
import { Problem } from '../http/problem.ts'
import { type Api, page, readCursor, toPage } from '../http/route.ts'
import { requireScope } from '../http/scope.ts'
import { sha256 } from '../ids.ts'
import type { RunRow } from '../store/runs.ts'
import { defaultSettings } from '../store/settings.ts'
import { unpackView } from '../store/storedView.ts'
import { workforces } from '../store/workforces.ts'
import type { Deps } from './deps.ts'
import { iso, isoOrNull, listOf, RunStatus, RunSummary, RunView as RunViewSchema } from './schemas.ts'

const tag = 'Runs'
const From = z.strictObject({
  runId: z.string().max(64),
  nodeId: z.string().max(64),
  edits: z.record(z.string(), z.json()).default({}).describe('Results in place of those of the earlier run, by path'),
  only: z.boolean().default(false).describe('Just this node runs again'),
  pins: z.record(z.string(), z.json()).default({}).describe('Results given by hand, by node'),
})
const StartRun = z
  .strictObject({
    flowId: z.string().max(64).optional().describe('A saved flow'),
    revision: z.int().min(1).optional().describe('The newest, if left out'),
    flow: Flow.optional().describe('Or the flow itself'),
    input: z.json().optional(),
    seed: z.int().optional(),
    model: z.string().min(1).max(200).optional().describe("Takes the place of every node's model"),
    budget: Budget.optional(),
    from: From.optional().describe('Take over results of an earlier run (rule 13)'),
    pins: z.record(z.string(), z.json()).optional().describe('Results given by hand, by top-level node'),
    until: z
      .string()
      .max(64)
      .optional()
      .describe('Runs only this top-level node and all that leads to it: the run freezes that part of the flow'),
  })
  .refine((body) => (body.flowId === undefined) !== (body.flow === undefined), {
    message: 'give either flowId or flow',
    path: ['flowId'],
  })
  .refine((body) => body.revision === undefined || body.flowId !== undefined, {
    message: 'goes with flowId',
    path: ['revision'],
  })
type StartRun = z.infer<typeof StartRun>

export function runRoutes(api: Api, deps: Deps): void {
  const { runs, flows, host, view, redact } = deps
  const worked = workforces(runs)
  api.route(
    {
      method: 'post',
      path: '/api/runs',
      tag,
      summary: 'Starts a run of a saved flow or of one sent along.',
      headers: { 'Idempotency-Key': 'The same key with the same body is the same run' },
      body: { schema: StartRun, maxBytes: bodyLimits.flow },
      answers: {
        202: { description: 'It is stored and will run', schema: z.object({ id: z.string(), status: RunStatus }) },
        409: { description: '`idempotency-conflict`: the key was used with another body' },
        422: { description: '`invalid`: the flow has errors, or the input does not fit; see `issues`' },
      },
    },
    async (c, { body, text }) => {
      // A flow that comes along can do whatever its sender draws.
      if (body.flow !== undefined) requireScope(c, 'edit')
      if (deps.stopping())
        throw new Problem('unavailable', 'The server is stopping and starts nothing new. Try again in a moment.', {
          retryAfter: 5,
        })
      const idempotency = keyOf(c.req.header('idempotency-key'), text)
      const found = idempotency && runs.byKey(idempotency.key, idempotency.bodyHash)
      const known = found && (await found)
      if (known?.outcome === 'conflict') {
        throw new Problem(
          'idempotency-conflict',
          'This Idempotency-Key was used with another body. Use a new key for a new run.',
        )
      }
      if (known) return c.json({ id: known.id, status: known.status }, 202)
      if (text.length > bodyLimits.other && body.flow === undefined)
        throw new Problem('too-large', 'The body is larger than 1 MiB. Send less.')

      roomForOne()
      const whole = frozenFlow(body)
      const flow = body.until === undefined ? whole : upTo(whole, body.until)
      const errors = deps.check(flow, body.model).filter((issue) => issue.severity === 'error')
      if (errors.length > 0) throw invalid(errors)
      const earlier = body.from && runs.row(body.from.runId)
      const source = sourceFor(whole, flow, earlier, body)
      const given =
        body.input === undefined && earlier ? (JSON.parse(earlier.input) as Value) : (body.input as Value | undefined)
      const input = checkInput(inputFields(flow), given)
      if (!input.ok) throw invalid(input.issues.map((issue) => ({ ...issue, path: `input.${issue.path}` })))
      const gone = deps.uploads.use(attachmentsIn(input.value))
      if (gone.length > 0)
        throw invalid(
          gone.map(({ name }) => ({
            code: 'missing-input',
            message: `The file “${name.slice(0, 100)}” is not on this server. Send it to /api/uploads first.`,
            path: 'input',
          })),
        )
      // Nothing is waited for between the look for its key and this.
      const run = await runs.createAmongOthers({
        flowId: body.flowId ?? null,
        revision: body.flowId === undefined ? null : (body.revision ?? flows.get(body.flowId)?.revision ?? null),
        flow,
        // A key among what is entered is not kept either.
        input: JSON.parse(redact(JSON.stringify(input.value))) as Value,
        seed: body.seed ?? earlier?.seed ?? flow.settings.seed ?? Math.floor(Math.random() * 2 ** 31),
        model: body.model ?? null,
        source,
        callees: calleesOf(
          flow,
          callableFrom(flow, (id) => flows.get(id)?.flow),
        ),
        idempotency,
      })
      const status = await begin(run.id)
      return c.json({ id: run.id, status }, 202, { Location: `/api/runs/${run.id}` })
    },
  )

  api.route(
    {
      method: 'post',
      path: '/api/runs/{id}/replay',
      tag,
      summary: 'A new run fed from the log of this one: no model is asked.',
      body: { schema: z.strictObject({}), maxBytes: bodyLimits.other, optional: true },
      answers: {
        202: { description: 'The new run', schema: z.object({ id: z.string() }) },
        409: { description: '`wrong-status`: it has not ended yet' },
      },
    },
    async (c, { param }) => {
      const row = runs.row(param('id'))
      const flow = runs.flow(param('id'))
      if (row === undefined || flow === null) throw noRun()
      if (row.endedAt === null)
        throw new Problem('wrong-status', 'The run has not ended yet. Wait for it, or stop it first.')
      roomForOne()
      const run = await runs.createAmongOthers({
        flowId: row.flowId,
        revision: row.revision,
        flow,
        input: JSON.parse(row.input) as Value,
        seed: row.seed,
        model: row.model,
        source: { runId: row.id, keep: 'all', pins: {} },
        callees: row.callees === null ? {} : (JSON.parse(row.callees) as Record<string, Flow>),
        idempotency: null,
      })
      await begin(run.id)
      return c.json({ id: run.id }, 202, { Location: `/api/runs/${run.id}` })
    },
  )

  async function begin(runId: string): Promise<'running' | 'pending'> {
    try {
      return (await host.start(runId)) === 'queued' ? 'pending' : 'running'
    } catch (error) {
      // Stored already: should the host be restarting, it finds the run by itself.
      if (error instanceof Problem) return 'running'
      throw error
    }
  }

  function roomForOne(): void {
    if (host.queued() < mostRuns.queued) return
    throw new Problem(
      'rate-limited',
      `${mostRuns.working} runs are at work and ${mostRuns.queued} wait in line. Try again when some have ended.`,
      { retryAfter: 5 },
    )
  }

  function frozenFlow(body: StartRun): Flow {
    let flow = body.flow
    if (flow === undefined) {
      const id = body.flowId ?? ''
      flow = body.revision === undefined ? flows.get(id)?.flow : flows.version(id, body.revision)?.flow
    }
    if (flow === undefined) throw new Problem('not-found', 'There is no such flow, or no such revision of it.')
    flow = withModel(flow, deps.settings.read().defaultModel)
    const budget = body.budget
    return budget === undefined
      ? flow
      : { ...flow, settings: { ...flow.settings, budget: { ...flow.settings.budget, ...budget } } }
  }

  api.route(
    {
      method: 'get',
      path: '/api/runs',
      tag,
      summary: 'Runs, newest first.',
      query: z.object({
        ...page,
        flowId: z.string().max(64).optional(),
        status: RunStatus.optional(),
        q: z.string().max(200).optional().describe('Text in the name, the input or the output'),
        since: z.iso.datetime({ offset: true, error: 'must be a time such as 2026-01-31T00:00:00Z' }).optional(),
        until: z.iso.datetime({ offset: true, error: 'must be a time such as 2026-01-31T00:00:00Z' }).optional(),
        with: z.enum(['workforce']).optional().describe('Also `agents` and `tries` of runs that have ended'),
      }),
      answers: { 200: { description: 'A page', schema: listOf(RunSummary) } },
    },
    (c, { query }) => {
      const before = readCursor(query.cursor, 1)?.[0] ?? null
      const { flowId, status, q, since, until, limit } = query
      const rows = runs.list({
        ...{ flowId, status, q, before },
        since: since === undefined ? undefined : Date.parse(since),
        until: until === undefined ? undefined : Date.parse(until),
        limit: limit + 1,
      })
      const shown = query.with ? (row: RunRow) => ({ ...summarise(row), ...worked(row) }) : summarise
      return c.json(toPage(rows, query.limit, shown, (row) => String(row.no)))
    },
  )
  api.route(
    {
      method: 'get',
      path: '/api/runs/{id}',
      tag,
      summary: 'The run as people see it.',
      answers: { 200: { description: 'The view', schema: RunViewSchema } },
    },
    async (c, { param }) => {
      const found = await view(param('id'))
      if (found === null) throw noRun()
      return c.body(redact(JSON.stringify(found)), 200, { 'Content-Type': 'application/json' })
    },
  )
  api.route(
    {
      method: 'get',
      path: '/api/runs/{id}/flow',
      tag,
      summary: 'The frozen flow it runs.',
      answers: { 200: { description: 'The flow', schema: Flow } },
    },
    (c, { param }) => {
      const flow = runs.flow(param('id'))
      if (flow === null) throw noRun()
      return c.json(flow)
    },
  )
}

/** Which default counted is part of what ran. */
function withModel(flow: Flow, model: string): Flow {
  if (flow.settings.model || model === defaultSettings.defaultModel) return flow
  const known = modelled.get(flow)
  if (known?.settings.model === model) return known
  const made = { ...flow, settings: { ...flow.settings, model } }
  modelled.set(flow, made)
  return made
}
/** One document for all runs of a flow, so that what is worked out from it is shared. */
const modelled = new WeakMap<Flow, Flow>()

function upTo(flow: Flow, nodeId: string): Flow {
  const part = partUpTo(flow, nodeId, (kind) => definitionOf(kind)?.input === true)
  if (part === null) throw new Problem('not-found', `The flow has no top-level node “${nodeId}” to run up to.`)
  return part
}

/** What a run takes over: of an earlier run, or only what is given by hand. `flow` is the part of the whole that runs. */
function sourceFor(
  whole: Flow,
  flow: Flow,
  earlier: RunRow | undefined,
  { from, pins: given = {} }: StartRun,
): RunSource | null {
  const unknown = Object.keys(given).find(
    (id) => !whole.nodes.some((node) => node.id === id && node.parent === undefined),
  )
  if (unknown !== undefined)
    throw new Problem('not-found', `The flow has no top-level node “${unknown}” whose result could be given by hand.`)
  const runs = new Set(flow.nodes.map(({ id }) => id))
  const pins = Object.fromEntries(Object.entries(given).filter(([id]) => runs.has(id)))
  if (from) {
    const source = sourceOf(flow, earlier, from)
    return { ...source, pins: { ...(pins as RunSource['pins']), ...source.pins } }
  }
  return Object.keys(pins).length === 0 ? null : { runId: null, keep: [], pins: pins as RunSource['pins'] }
}

/** What a run from `nodeId` takes over: all but that node and, unless `only`, all behind it. */
function sourceOf(flow: Flow, earlier: RunRow | undefined, from: z.infer<typeof From>): RunSource {
  if (earlier === undefined) throw new Problem('not-found', 'There is no such earlier run to go on from.')
  if (earlier.endedAt === null)
    throw new Problem('wrong-status', 'The earlier run has not ended yet. Wait for it, or stop it first.')
  const node = flow.nodes.find((one) => one.id === from.nodeId)
  if (node === undefined || node.parent !== undefined)
    throw new Problem('not-found', `The flow has no top-level node “${from.nodeId}” to go on from.`)
  const again = new Set([from.nodeId])
  if (!from.only) {
    const work = [from.nodeId]
    for (let id = work.pop(); id !== undefined; id = work.pop())
      for (const edge of flow.edges)
        if (edge.source === id && !again.has(edge.target)) {
          again.add(edge.target)
          work.push(edge.target)
        }
  }
  const keep = flow.nodes.filter((one) => one.parent === undefined && !again.has(one.id)).map((one) => one.id)
  return { runId: from.runId, keep, pins: { ...from.pins, ...from.edits } as RunSource['pins'] }
}

function keyOf(header: string | undefined, text: string): { key: string; bodyHash: string } | null {
  if (header === undefined) return null
  if (!/^[\x21-\x7e]{1,255}$/.test(header)) {
    throw new Problem('bad-request', 'The Idempotency-Key must be 1 to 255 visible characters without spaces.')
  }
  return { key: header, bodyHash: sha256(text) }
}

/** A list shows what an ended run used and why it failed, not its whole view. */
function summarise(row: RunRow): object {
  const { usage, error } = row.view === null ? { usage: null, error: null } : unpackView(row.view)
  return {
    id: row.id,
    flowId: row.flowId,
    revision: row.revision,
    name: row.name,
    status: row.status,
    createdAt: iso(row.createdAt),
    startedAt: isoOrNull(row.startedAt),
    endedAt: isoOrNull(row.endedAt),
    usage,
    error,
  }
}

export const noRun = (): Problem => new Problem('not-found', 'There is no such run.')
