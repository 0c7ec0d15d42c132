import { createHash } from 'node:crypto'
import { Flow, type RunView, StepFailure, type Value, validateFlow } from '@quorum/engine'
import { checkInput, inputFields } from '@quorum/nodes/definitions'
import { kit } from '@quorum/nodes/runners'
import { z } from 'zod'
import { sha256 } from '../ids.ts'
import type { FlowStore } from '../store/flowStore.ts'
import type { createRuns } from '../store/runs.ts'
import type { Service } from './services.ts'

/** How deep flows may call flows as tools: a flow that calls itself must end. */
const deepest = 3

const Request = z.strictObject({ flowId: z.string(), input: z.json() })

export interface FlowParts {
  readonly runs: ReturnType<typeof createRuns>
  readonly flows: Pick<FlowStore, 'get'>
  readonly calleesOf: (flow: Flow) => Record<string, Flow>
  start(runId: string): Promise<'begun' | 'queued'>
  cancel(runId: string): unknown
}

/**
 * Flows as tools: each call is a run of its own, with its own log, budget and approvals. The key of the call is the key of
 * the run, so after a crash the same run is waited for and none is started twice.
 */
export function flowsService({ runs, flows, calleesOf, start, cancel }: FlowParts) {
  const waiting = new Map<string, (view: RunView) => void>()

  async function begin(flowId: string, given: Value, parent: string, call: string): Promise<string> {
    const flow = flows.get(flowId)?.flow
    if (!flow) throw new StepFailure('unknown-flow', 'The flow of this tool is not there any more. Choose another one.')
    const depth = depthOf(runs.row(parent)?.idempotencyKey ?? null) + 1
    if (depth > deepest)
      throw new StepFailure('max-depth', `Flows call flows as tools at most ${deepest} deep. Do more in one of them.`)
    const key = `${prefix}${depth}:${call}`
    const bodyHash = sha256(JSON.stringify([flowId, given]))
    const found = runs.byKey(key, bodyHash)
    const known = found && (await found)
    if (known && 'id' in known) return known.id
    const [broken] = validateFlow(flow, kit).filter(({ severity }) => severity === 'error')
    if (broken) throw new StepFailure('callee-failed', `“${flow.name}” cannot run: ${broken.message}`)
    const input = checkInput(inputFields(flow), given)
    if (!input.ok) throw new StepFailure('invalid-request', input.issues.map(({ message }) => message).join(' '))
    const { id } = runs.create({
      flowId,
      revision: flows.get(flowId)?.revision ?? null,
      flow,
      input: input.value,
      seed: flow.settings.seed ?? createHash('sha256').update(key).digest().readUInt32BE() >>> 1,
      model: null,
      source: null,
      callees: calleesOf(Flow.parse(flow)),
      idempotency: { key, bodyHash },
    })
    if ((await start(id)) === 'queued') {
      // The caller holds a place while it waits: if all waited for places, none would ever be free.
      cancel(id)
      throw new StepFailure('server', 'Too many runs are at work for another one just now', { retryable: true })
    }
    return id
  }

  const service: Service = async (request, { runId, signal, idempotencyKey }) => {
    const { flowId, input } = Request.parse(request)
    const id = await begin(flowId, input as Value, runId, idempotencyKey)
    const ended = Promise.withResolvers<RunView>()
    waiting.set(id, ended.resolve)
    const stop = (): void => {
      cancel(id)
      ended.reject(signal.reason)
    }
    signal.addEventListener('abort', stop, { once: true })
    // Stopped while it was being started.
    if (signal.aborted) stop()
    try {
      const before = runs.endedView(id)
      return resultOf(before ?? (await ended.promise))
    } finally {
      signal.removeEventListener('abort', stop)
      waiting.delete(id)
    }
  }
  return {
    service,
    /** Of every run that ends. */
    ended: (runId: string, view: RunView): void => waiting.get(runId)?.(view),
  }
}

const prefix = 'flow-tool:'
const depthOf = (key: string | null): number =>
  key?.startsWith(prefix) ? Number.parseInt(key.slice(prefix.length), 10) : 0

/** One output is given bare, several by name. */
function resultOf({ status, output, error, id }: RunView): Value {
  if (status !== 'completed')
    throw new StepFailure(
      'callee-failed',
      `The flow ${status === 'cancelled' ? 'was stopped' : 'failed'}: ${error?.message ?? 'see its run'} (${id})`,
    )
  const values = Object.values(output ?? {})
  return values.length === 1 ? (values[0] ?? null) : output
}
