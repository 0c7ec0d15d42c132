import { parentPort, workerData } from 'node:worker_threads'
import { createHost, InvariantError, type ModelClient, type RunRecord } from '@quorum/engine'
import { kit } from '@quorum/nodes/runners'
import { calleesOf } from '../calledFlows.ts'
import { secretsOf } from '../config.ts'
import { openDatabase } from '../db/open.ts'
import { notePrompts } from '../models/notePrompts.ts'
import { rememberModels } from '../models/rememberModels.ts'
import { withFiles } from '../models/withFiles.ts'
import { liveModels } from '../modelsFor.ts'
import { auditedFetch } from '../net/auditedFetch.ts'
import { createGuardedFetch } from '../net/guardedFetch.ts'
import { createHttpClient } from '../net/httpClient.ts'
import { measureModels } from '../operations/measureModels.ts'
import { createLiveRedactor } from '../redact.ts'
import { createSandbox } from '../sandbox/sandbox.ts'
import { createAccessTokens } from '../secrets/oauth.ts'
import { filesService } from '../services/files.ts'
import { flowsService } from '../services/flows.ts'
import { mcpService } from '../services/mcp.ts'
import { createServices } from '../services/services.ts'
import { createAudit } from '../store/audit.ts'
import { createCredentials } from '../store/credentials.ts'
import { createFileStore } from '../store/files.ts'
import { createFlowStore } from '../store/flowStore.ts'
import { pendingView } from '../store/pendingView.ts'
import { createPrompts } from '../store/prompts.ts'
import { createRuns } from '../store/runs.ts'
import { createSettings } from '../store/settings.ts'
import { createSqliteRunStore } from '../store/sqliteRunStore.ts'
import { createUploads } from '../store/uploads.ts'
import { createClock } from './clock.ts'
import { createDeltas } from './deltas.ts'
import { mostRuns, stallWords } from './limits.ts'
import type { Calls, FromHost, HostData, Op, ToHost } from './protocol.ts'

/** The run host: everything that runs flows, off the HTTP thread (ARCHITECTURE §4). */
const port = parentPort
if (port === null) throw new InvariantError('the run host is started as a worker')
const { config } = workerData as HostData
const send = (message: FromHost): void => port.postMessage(message)

const database = openDatabase(config.dataFolder, config.durability)
const redactor = createLiveRedactor(secretsOf(config))
const credentials = createCredentials(
  database,
  config,
  Date.now,
  createAccessTokens({
    fetch: createGuardedFetch({ allow: config.allowPrivateNetwork }),
    learn: redactor.learn,
    now: Date.now,
  }),
)
redactor.know([...secretsOf(config), ...credentials.values()])
const settings = createSettings(database)
const models = liveModels(config, credentials.providerKeys, () => settings.read().models)
const store = createSqliteRunStore(database, redactor.redact)
const sandbox = createSandbox()
const audit = createAudit(database)
const note = (action: string, target: string, outcome: string): void =>
  audit.add({ who: 'run host', address: '', action, target, outcome })
const guarded = auditedFetch(createGuardedFetch({ allow: config.allowPrivateNetwork }), note)
const secret = async (id: string) => {
  const header = await credentials.secretHeader(id)
  note('credential.use', id, 'ok')
  return header
}

/** Started and stopped like every other run; the host is there by the time somebody calls. */
const flowStore = createFlowStore(database)
const called = flowsService({
  runs: createRuns(database),
  flows: flowStore,
  calleesOf: (flow) => calleesOf(flow, (id) => flowStore.get(id)?.flow),
  async start(runId) {
    const begun = await host.start(recordOf(runId))
    reportActive()
    return begun
  },
  cancel: (runId) => host.cancel(runId, {}),
})

/** What streams to people is as clean as what is written down (SECURITY S20). */
const cleaned: ModelClient = {
  async call(request, options) {
    const text = redactor.stream(options.onText)
    const answer = await models.call(request, { ...options, onText: text.push })
    text.end()
    return answer
  },
}
const measured = measureModels(withFiles(cleaned, createUploads(database)), (sums) =>
  send({ type: 'modelCalls', sums }),
)
const noted = notePrompts(
  rememberModels(measured, database, redactor.redact),
  createPrompts(database, redactor.redact).write,
)

/** Watched runs; `false` until the watcher knows a view of the host, on which patches build. */
const watched = new Map<string, boolean>()
const deltas = createDeltas((runId, delta) => send({ type: 'delta', runId, delta }))
let reporting = false
/** Once for all that begins and ends in a turn of the event loop. */
function reportActive(): void {
  if (reporting) return
  reporting = true
  setImmediate(() => {
    reporting = false
    send({ type: 'active', count: host.active(), queued: host.queued() })
  })
}

const host = createHost({
  store,
  kit,
  models: noted.models,
  http: createHttpClient({ fetch: guarded, secret, now: Date.now }),
  services: createServices({
    files: filesService(createFileStore(database), redactor.redact),
    mcp: mcpService({ fetch: guarded, secret, programs: config.mcpPrograms }),
    flow: called.service,
  }),
  sandbox,
  clock: createClock(),
  watched: (runId) => watched.has(runId),
  onPatch(runId, patch, view) {
    const based = watched.get(runId)
    if (based === undefined) return
    deltas.flush(runId)
    if (based) return send({ type: 'patch', runId, patch })
    watched.set(runId, true)
    send({ type: 'view', runId, view: view() })
  },
  onDelta(runId, delta) {
    if (watched.has(runId)) deltas.add(runId, delta)
  },
  onEnd(runId, view) {
    called.ended(runId, view)
    if (watched.has(runId)) {
      deltas.flush(runId)
      send({ type: 'end', runId, view })
      watched.delete(runId)
    }
    reportActive()
    // A run that was cancelled before it began took no time.
    const seconds = (Date.parse(view.endedAt ?? '') - Date.parse(view.startedAt ?? '')) / 1_000 || 0
    send({ type: 'ended', runId, status: view.status, seconds: Math.max(0, seconds) })
  },
  maxWorking: mostRuns.working,
  onStall: (error) => send({ type: 'stalled', message: error === null ? null : stallWords(error) }),
  onBug: (error) =>
    send({ type: 'bug', message: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
})

function recordOf(runId: string): RunRecord {
  const record = store.record(runId)
  if (record === null) throw new InvariantError(`run ${runId} was not stored before it was started`)
  return record
}

/** A run that cannot even begin is a bug of ours; it still ends, and says so. */
function endAtOnce({ id, flowId, revision, input }: RunRecord): void {
  const at = Date.now()
  const error = { code: 'internal', message: 'Quorum could not start this run. The log of the server says more.' }
  const ended = {
    ...pendingView({ id, flowId, revision, input, nodes: [] }),
    status: 'failed',
    seq: 1,
    endedAt: new Date(at).toISOString(),
    error,
  } as const
  store.commit([
    {
      runId: id,
      afterSeq: 0,
      events: [{ seq: 1, at, type: 'run.ended', status: 'failed', output: null, error }],
      ended,
    },
  ])
}

const answers: { readonly [O in Op]: (ask: Calls[O]['ask']) => Calls[O]['answer'] | Promise<Calls[O]['answer']> } = {
  async start({ runId }) {
    const record = recordOf(runId)
    try {
      const begun = await host.start(record)
      reportActive()
      return begun
    } catch (error) {
      endAtOnce(record)
      throw error
    }
  },
  cancel: ({ runId, ...at }) => host.cancel(runId, at),
  signal: ({ runId, path, signal }) => host.signal(runId, path, signal),
  pause: ({ runId }) => host.pause(runId),
  resume: ({ runId }) => host.resume(runId),
  skip: ({ runId, path }) => host.skip(runId, path),
  finish: ({ runId, path }) => host.finish(runId, path),
  step: ({ runId }) => host.step(runId),
  add: ({ runId, path, more }) => host.add(runId, path, more),
  async retry({ runId, wish }) {
    const { skip = [], ...again } = wish
    const reopened = host.retry(recordOf(runId), again)
    // In the same commit: no task of the steps has been handed out yet.
    for (const path of skip) void host.skip(runId, path)
    const result = await reopened
    reportActive()
    return result
  },
  view: ({ runId }) => host.view(runId),
  watch({ runId }) {
    watched.set(runId, true)
    const view = host.view(runId)
    // Looking commits what is pending, and that may have been the end: it is in the store now, and nothing will follow.
    if (!watched.has(runId)) return null
    watched.set(runId, view !== null)
    return view
  },
  unwatch({ runId }) {
    watched.delete(runId)
    return null
  },
  reloadKeys() {
    models.reload()
    redactor.know([...secretsOf(config), ...credentials.values()])
    return null
  },
  stop() {
    host.stop()
    noted.flush()
    sandbox.close()
    audit.flush()
    database.close()
    return null
  },
}

async function answer<O extends Op>(message: { id: number; op: O; ask: Calls[O]['ask'] }): Promise<void> {
  try {
    send({ type: 'answer', id: message.id, answer: await answers[message.op](message.ask) })
  } catch (error) {
    send({
      type: 'refused',
      id: message.id,
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    })
  }
}

port.on('message', (message: ToHost) => void answer(message))
host.resumeAll()
send({ type: 'ready' })
reportActive()
