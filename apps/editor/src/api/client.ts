import type { Attachment, Budget, Flow, FlowFile, FlowIssue, RunView, Value } from '@quorum/engine'
import { ApiError, errorOf } from './error.ts'
import type {
  ApiToken,
  AuditEntry,
  CatalogueKind,
  Credential,
  Estimate,
  FlowRecord,
  FlowSummary,
  FlowVersion,
  McpTool,
  Model,
  Page,
  RunItem,
  RunRequest,
  RunSummary,
  ServerSettings,
  SignalBody,
  StepRecord,
  Template,
  TestCase,
  TestRun,
  Wizard,
} from './types.ts'

interface Call {
  method?: string
  body?: unknown
  headers?: Record<string, string>
  /** Lets the request outlive the page; bodies up to 64 KiB only. */
  keepalive?: boolean
  signal?: AbortSignal
}

/** The only fetch of the editor. @throws ApiError */
async function reach(path: string, { method = 'GET', body, headers, keepalive, signal }: Call): Promise<Response> {
  let response: Response
  try {
    response = await fetch(path, {
      method,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(keepalive ? { keepalive } : {}),
      ...(signal ? { signal } : {}),
    })
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw new ApiError({
      status: 0,
      code: 'offline',
      message: 'The server cannot be reached. Check that it is running, then try again.',
      cause,
    })
  }
  if (!response.ok) throw await errorOf(response)
  return response
}

/** @throws ApiError */
async function call<T>(path: string, of: Call = {}): Promise<T> {
  const response = await reach(path, of)
  return (response.status === 204 ? undefined : await response.json()) as T
}

function query(values: Record<string, string | number | undefined>): string {
  const given = Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]))
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`
}
const at = (id: string): string => encodeURIComponent(id)
const ifMatch = (revision: number): Record<string, string> => ({ 'if-match': `"${revision}"` })

export const listKinds = (): Promise<Page<CatalogueKind>> => call('/api/nodes')
export const listTemplates = (): Promise<Page<Template>> => call('/api/templates')
export const getWizard = (): Promise<Wizard> => call('/api/wizard')
export const listModels = (): Promise<Page<Model>> => call('/api/models')

export const createFlow = (flow: FlowFile): Promise<FlowRecord> => call('/api/flows', { method: 'POST', body: flow })
export const listFlows = (
  of: { q?: string; limit?: number; cursor?: string; deleted?: 'true' } = {},
): Promise<Page<FlowSummary>> => call(`/api/flows${query(of)}`)
export const getFlow = (id: string, signal?: AbortSignal): Promise<FlowRecord> =>
  call(`/api/flows/${at(id)}`, signal ? { signal } : {})
/** @throws ApiError `stale` (with `current`) if `revision` is not the server's newest. */
export const putFlow = (id: string, flow: Flow, revision: number, keepalive = false): Promise<FlowRecord> =>
  call(`/api/flows/${at(id)}`, { method: 'PUT', body: flow, headers: ifMatch(revision), keepalive })
export const deleteFlow = (id: string, revision: number): Promise<void> =>
  call(`/api/flows/${at(id)}`, { method: 'DELETE', headers: ifMatch(revision) })
/** Takes a flow out of the bin; `revision` is the one it was deleted at. */
export const restoreFlow = (id: string, revision: number): Promise<FlowRecord> =>
  call(`/api/flows/${at(id)}/restore`, { method: 'POST', headers: ifMatch(revision) })
export const listVersions = (id: string): Promise<Page<FlowVersion>> => call(`/api/flows/${at(id)}/versions`)
export const getVersion = (id: string, revision: number): Promise<FlowRecord> =>
  call(`/api/flows/${at(id)}/versions/${revision}`)
/** The saved flow as a file: with the flows it calls and without pasted keys, or as a drawing. */
export const exportAs = async (id: string, as: 'quorum' | 'mermaid'): Promise<Blob> =>
  (await reach(`/api/flows/${at(id)}/export?as=${as}`, {})).blob()
export interface Imported {
  readonly flow: Flow
  readonly issues: readonly FlowIssue[]
  /** What of the text a flow cannot hold, and how what it leaves open was taken: in words. */
  readonly lost: readonly string[]
  readonly guessed: readonly string[]
}
/** Reads a flow file of any known format. */
export const importFlow = (text: string): Promise<Imported> =>
  call('/api/import', { method: 'POST', body: { source: 'auto', text } })

/** `flowId`: its earlier runs say what its steps take. `model` takes the place of every step's. */
export const estimateFlow = (
  flow: FlowFile,
  known: { flowId?: string; input?: Value; model?: string } = {},
): Promise<Estimate> => call('/api/estimate', { method: 'POST', body: { flow, ...known } })

export const getSettings = (): Promise<ServerSettings> => call('/api/settings')
export const putSettings = (changes: Partial<ServerSettings>): Promise<ServerSettings> =>
  call('/api/settings', { method: 'PUT', body: changes })
export const testModel = (model: string): Promise<{ ok: boolean; message: string }> =>
  call('/api/models/test', { method: 'POST', body: { model } })
export const listMcpServers = (): Promise<Page<{ name: string; url: string }>> => call('/api/mcp/servers')
export const listMcpTools = (server: { url: string; credential?: string }): Promise<Page<McpTool>> =>
  call('/api/mcp/tools', { method: 'POST', body: server })

/** Keeps a file on the server; the answer stands for it in the input of a run. */
export const upload = async (file: File): Promise<Attachment> =>
  call('/api/uploads', { method: 'POST', body: { name: file.name, data: await base64Of(file) } })

const base64Of = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(file)
  })

export const listCredentials = (): Promise<Page<Credential>> => call('/api/credentials')
export const putCredential = (
  id: string,
  wish: {
    name: string
    kind: string
    value: string
    hosts: readonly string[]
    header?: string
    oauth?: { tokenUrl: string; clientId: string; scope: string }
  },
): Promise<Credential> => call(`/api/credentials/${at(id)}`, { method: 'PUT', body: wish })
export const deleteCredential = (id: string): Promise<void> => call(`/api/credentials/${at(id)}`, { method: 'DELETE' })
export const testCredential = (id: string): Promise<{ ok: boolean; message: string }> =>
  call(`/api/credentials/${at(id)}/test`, { method: 'POST', body: {} })

export const listTokens = (): Promise<Page<ApiToken>> => call('/api/tokens')
export const createToken = (wish: {
  name: string
  scope: string
  days: number | null
}): Promise<ApiToken & { token: string }> => call('/api/tokens', { method: 'POST', body: wish })
export const deleteToken = (id: string): Promise<void> => call(`/api/tokens/${at(id)}`, { method: 'DELETE' })
export const listAudit = (cursor?: string): Promise<Page<AuditEntry>> =>
  call(`/api/audit${query(cursor === undefined ? {} : { cursor })}`)

/** The same `key` starts one run only, however often it is sent. */
export const startRun = (request: RunRequest, key: string): Promise<{ id: string; status: string }> =>
  call('/api/runs', { method: 'POST', body: request, headers: { 'idempotency-key': key } })
/** Starts a run of a flow that is not saved. */
export const startAnyRun = (request: { flow: FlowFile; input?: Value }, key: string): Promise<{ id: string }> =>
  call('/api/runs', { method: 'POST', body: request, headers: { 'idempotency-key': key } })
export const listRuns = (
  of: {
    flowId?: string
    status?: string
    /** Text in the name, the input or the output. */
    q?: string
    since?: string
    until?: string
    limit?: number
    cursor?: string
    with?: 'workforce'
  } = {},
): Promise<Page<RunSummary>> => call(`/api/runs${query(of)}`)
export const getRun = (id: string): Promise<RunView> => call(`/api/runs/${at(id)}`)
export const getRunFlow = (id: string): Promise<Flow> => call(`/api/runs/${at(id)}/flow`)
export const getStep = (id: string, path: string): Promise<StepRecord> => call(`/api/runs/${at(id)}/steps/${at(path)}`)
export const listItems = (
  id: string,
  of: { node: string; status?: string; cursor?: string; limit?: number },
): Promise<Page<RunItem>> => call(`/api/runs/${at(id)}/items${query(of)}`)
/** Without `path` or `tag` the whole run. */
export const cancelRun = (id: string, of: { path?: string; tag?: string } = {}): Promise<unknown> =>
  call(`/api/runs/${at(id)}/cancel`, { method: 'POST', body: of })
export const skipStep = (id: string, path: string): Promise<unknown> =>
  call(`/api/runs/${at(id)}/skip`, { method: 'POST', body: { path } })
/** More work for a pool that is open. */
export const addItems = (id: string, path: string, items: readonly Value[]): Promise<unknown> =>
  call(`/api/runs/${at(id)}/items/${at(path)}`, { method: 'POST', body: { items } })
/** No more items come to a pool that takes some while it runs. */
export const closeItems = (id: string, path: string): Promise<unknown> =>
  call(`/api/runs/${at(id)}/items/${at(path)}`, { method: 'POST', body: { close: true } })
export const steerRun = (id: string, wish: 'pause' | 'resume' | 'step'): Promise<unknown> =>
  call(`/api/runs/${at(id)}/${wish}`, { method: 'POST', body: {} })
/** The record of a run, then every event of its log, one JSON a line; with `after` only the events behind it. */
export async function getHistory(id: string, after = 0): Promise<ReadableStream<Uint8Array>> {
  const response = await reach(`/api/runs/${at(id)}/history${query(after > 0 ? { after } : {})}`, {})
  if (!response.body) throw new ApiError({ status: 0, code: 'offline', message: 'The server sent no history.' })
  return response.body
}
/** A pool or loop ends with what it has; a join that waits goes on with what has come. */
export const finishStep = (id: string, path: string): Promise<unknown> =>
  call(`/api/runs/${at(id)}/finish`, { method: 'POST', body: { path } })

/** Goes on with a run that has failed, from what failed or only from `paths`, without the steps to `skip`. `budget` takes the place of the old one. */
export const retryRun = (
  id: string,
  of: { paths?: readonly string[]; skip?: readonly string[]; budget?: Budget } = {},
): Promise<unknown> => call(`/api/runs/${at(id)}/retry`, { method: 'POST', body: of })
/** A new run, fed from the log of this one. */
export const replayRun = (id: string): Promise<{ id: string }> =>
  call(`/api/runs/${at(id)}/replay`, { method: 'POST', body: {} })
export const sendSignal = (id: string, path: string, body: SignalBody): Promise<unknown> =>
  call(`/api/runs/${at(id)}/signals/${at(path)}`, { method: 'POST', body })
/** Results kept for the next runs of a flow. */
export const listKept = (flowId: string): Promise<Page<{ nodeId: string; value: Value; at: string }>> =>
  call(`/api/flows/${at(flowId)}/kept`)
export const keepResult = (flowId: string, nodeId: string, value: Value): Promise<unknown> =>
  call(`/api/flows/${at(flowId)}/kept/${at(nodeId)}`, { method: 'PUT', body: { value } })
export const letResultGo = (flowId: string, nodeId: string): Promise<void> =>
  call(`/api/flows/${at(flowId)}/kept/${at(nodeId)}`, { method: 'DELETE' })
export const listTests = (flowId: string): Promise<Page<TestCase>> => call(`/api/flows/${at(flowId)}/tests`)
export const addTest = (flowId: string, body: Omit<TestCase, 'id'>): Promise<TestCase> =>
  call(`/api/flows/${at(flowId)}/tests`, { method: 'POST', body })
export const changeTest = (flowId: string, { id, ...body }: TestCase): Promise<TestCase> =>
  call(`/api/flows/${at(flowId)}/tests/${at(id)}`, { method: 'PUT', body })
export const deleteTest = (flowId: string, id: string): Promise<void> =>
  call(`/api/flows/${at(flowId)}/tests/${at(id)}`, { method: 'DELETE' })
export const beginTests = (flowId: string, body: { revision?: number }): Promise<TestRun> =>
  call(`/api/flows/${at(flowId)}/test-runs`, { method: 'POST', body })
export const listTestRuns = (flowId: string): Promise<Page<TestRun>> => call(`/api/flows/${at(flowId)}/test-runs`)
/** Which run does a case, or what somebody thinks of what it gave. */
export const noteTest = (
  testRunId: string,
  caseId: string,
  body: { runId?: string; verdict?: { pass: boolean; reason?: string; by?: string } },
): Promise<TestRun> => call(`/api/test-runs/${at(testRunId)}/cases/${at(caseId)}`, { method: 'PUT', body })

/** Several runs on one connection, each after the `seq` that is there already (0: from the start). */
export const eventsUrl = (runs: readonly (readonly [id: string, seq: number])[]): string => {
  const had = runs.filter(([, seq]) => seq > 0).map((position) => position.join(':'))
  return `/api/events${query({ runs: runs.map(([id]) => id).join(','), after: had.join(',') || undefined })}`
}
