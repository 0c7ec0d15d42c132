import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { getRequestListener } from '@hono/node-server'
import { type Value, validateFlow } from '@quorum/engine'
import { pastedKeys } from '@quorum/nodes/definitions'
import { kit } from '@quorum/nodes/runners'
import { createApp } from './app.ts'
import { daily } from './backup/daily.ts'
import { callIssues } from './calledFlows.ts'
import { type Config, secretsOf } from './config.ts'
import { lockFolder } from './db/lock.ts'
import { migrateDatabase, openDatabase, StartError } from './db/open.ts'
import { callableFrom } from './flowFile.ts'
import { startHost } from './host/client.ts'
import { createEditorFiles } from './http/editorFiles.ts'
import { Problem } from './http/problem.ts'
import { createSessions } from './http/sessions.ts'
import { createLogger, type Logger } from './logger.ts'
import { modelIssues } from './modelIssues.ts'
import { type LiveModels, liveModels, placeOf, reachable } from './modelsFor.ts'
import { auditedFetch } from './net/auditedFetch.ts'
import { createGuardedFetch } from './net/guardedFetch.ts'
import { createObserver } from './operations/observe.ts'
import { createTraces } from './operations/traces.ts'
import { flowIn, perDocument } from './perDocument.ts'
import { createLiveRedactor } from './redact.ts'
import type { Deps } from './routes/deps.ts'
import { createAccessTokens } from './secrets/oauth.ts'
import { createKeyTrial } from './secrets/tryKey.ts'
import { listMcpTools } from './services/mcp.ts'
import { createHub, standstill } from './sse/hub.ts'
import { createApiTokens } from './store/apiTokens.ts'
import { createAudit } from './store/audit.ts'
import { createCredentials } from './store/credentials.ts'
import { createFileStore } from './store/files.ts'
import { createFlowStore } from './store/flowStore.ts'
import { createKeptResults } from './store/keptResults.ts'
import { pendingView } from './store/pendingView.ts'
import { createPrompts } from './store/prompts.ts'
import { deleteOldRuns } from './store/retention.ts'
import { createRuns } from './store/runs.ts'
import { createSettings } from './store/settings.ts'
import { unpackView } from './store/storedView.ts'
import { createTestSets } from './store/testSets.ts'
import { createUploads } from './store/uploads.ts'

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
const editorFolder = fileURLToPath(new URL('../../editor/dist', import.meta.url))

/** Events of a run that become its trace; reading more would keep others waiting. */
const mostTraced = 20_000

const cleaningMs = 6 * 3_600_000

/** Everything behind the port: stores, the run host, the live hub, the app. */
export async function openServer(config: Config, givenLogger?: Logger) {
  const redactor = createLiveRedactor(secretsOf(config))
  const { redact } = redactor
  const logger = givenLogger ?? createLogger(redact, config.log)
  const observer = createObserver(logger, version)
  const unlock = lockFolder(config.dataFolder)
  const database = openDatabase(config.dataFolder, config.durability)
  const note = (action: string, target: string, outcome: string): void =>
    audit.add({ who: 'server', address: '', action, target, outcome })
  /** What people try out by hand: keys, MCP servers. */
  const guarded = (allow: readonly string[]) => auditedFetch(createGuardedFetch({ allow }), note)
  const credentials = createCredentials(
    database,
    config,
    Date.now,
    createAccessTokens({
      fetch: guarded(config.allowPrivateNetwork),
      learn: redactor.learn,
      now: Date.now,
    }),
  )
  const settings = createSettings(database)
  let models: LiveModels
  try {
    migrateDatabase(database)
    if (config.oldSecret !== null) {
      const count = credentials.reseal(config.oldSecret)
      if (count > 0)
        logger.info(`${count} stored keys are sealed under the new QUORUM_SECRET. Remove QUORUM_SECRET_OLD.`)
    }
    models = liveModels(config, credentials.providerKeys, () => settings.read().models)
    redactor.know([...secretsOf(config), ...credentials.values()])
  } catch (error) {
    database.close()
    unlock()
    throw error
  }
  const runs = createRuns(database)
  const audit = createAudit(database)
  const uploads = createUploads(database)
  const traces =
    config.tracesUrl === null
      ? null
      : createTraces({
          url: config.tracesUrl,
          fetch: createGuardedFetch({ allow: [placeOf(config.tracesUrl)] }),
          version,
          warn: logger.warn,
        })
  const host = await startHost(config, logger, {
    modelCalls: observer.modelCalls,
    runEnded(run) {
      observer.runEnded(run)
      const name = traces && runs.row(run.runId)?.name
      if (traces && name !== undefined) void traces(run.runId, name ?? '', runs.events(run.runId, 0, mostTraced))
    },
  }).catch((error: unknown) => {
    database.close()
    unlock()
    throw error
  })
  const stored = (id: string) => {
    const row = runs.row(id)
    if (row === undefined) return null
    if (row.view !== null) return { view: unpackView(row.view), ended: true }
    const input = JSON.parse(row.input) as Value
    return { view: pendingView({ ...row, input, nodes: runs.flow(id)?.nodes ?? [] }), ended: false }
  }
  const hub = createHub(host, stored, redact)
  let stopping = false
  let port = config.port

  const flows = createFlowStore(database)
  const ownIssues = (flow: unknown, model?: string) => [
    ...drawnIssues(flow),
    ...modelIssues(flow, kit, models, model),
    ...keyIssues(flow),
  ]
  const deps: Deps = {
    config,
    runs,
    host,
    hub,
    models,
    settings,
    apiTokens: createApiTokens(database),
    audit,
    files: createFileStore(database),
    kept: createKeptResults(database, redact),
    prompts: createPrompts(database, redact),
    mcpTools: (server, signal) =>
      listMcpTools(
        {
          fetch: guarded(config.allowPrivateNetwork),
          secret: credentials.secretHeader,
          programs: config.mcpPrograms,
        },
        server,
        signal,
      ),
    credentials,
    tests: createTestSets(database),
    async reloadKeys() {
      models.reload()
      redactor.know([...secretsOf(config), ...credentials.values()])
      // Should it be restarting, it reads them when it starts.
      await host.reloadKeys().catch((error: unknown) => {
        if (!(error instanceof Problem)) throw error
      })
    },
    tryKey: createKeyTrial({
      fetch: guarded(reachable(config)),
      localUrl: config.models.localUrl,
      secret: credentials.secretHeader,
    }),
    redact,
    logger,
    observer,
    uploads,
    flows,
    check: (flow, model) => [
      ...ownIssues(flow, model),
      ...callIssues(
        flow,
        callableFrom(flow, (id) => flows.get(id)?.flow),
        ownIssues,
      ),
    ],
    async view(id) {
      const watched = hub.viewOf(id)
      if (watched !== null) return watched
      const before = stored(id)
      if (before === null || before.ended) return before?.view ?? null
      // It may end between the two looks.
      const live = await host.view(id)
      if (live !== null) return live
      const now = stored(id)
      const stalled = host.stalled()
      return now && !now.ended && stalled !== null ? { ...now.view, ...standstill(stalled) } : (now?.view ?? null)
    },
    stopping: () => stopping,
  }
  const cleaner = setInterval(clean, cleaningMs)
  cleaner.unref()
  async function clean(): Promise<void> {
    try {
      audit.deleteOld()
      const { retentionDays } = settings.read()
      uploads.deleteOld(retentionDays)
      if (retentionDays !== null) await deleteOldRuns(database, retentionDays, Date.now())
    } catch (error) {
      // It is tried again in a few hours, and nobody waits for it.
      if (!stopping) logger.bug('old runs could not be deleted', error)
    }
    try {
      const copy = stopping ? null : await daily(config.dataFolder, config.backups, Date.now())
      if (copy !== null) audit.add({ who: 'server', address: '', action: 'backup', target: copy, outcome: 'ok' })
    } catch (error) {
      if (!stopping) logger.bug('the daily copy of the database could not be made', error)
    }
  }
  void clean()
  let closing: Promise<void> | undefined
  async function close(): Promise<void> {
    stopping = true
    clearInterval(cleaner)
    observer.close()
    hub.close()
    await host.stop()
    audit.flush()
    database.close()
    unlock()
  }
  const sessions = config.token === null ? null : createSessions(database, config.token)
  const editor = createEditorFiles(editorFolder)
  const { app, specs } = createApp({ deps, sessions, editor, version, port: () => port })

  return {
    app,
    specs,
    deps,
    editor,
    /** @throws StartError when the port is taken or not allowed. */
    async listen(): Promise<Server> {
      const server = createServer(
        { headersTimeout: 15_000, requestTimeout: 30_000, maxHeaderSize: 16 * 1024 },
        getRequestListener(app.fetch, { overrideGlobalObjects: false }),
      )
      server.maxConnections = 2_000
      await new Promise<void>((resolve, reject) => {
        server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, config)))
        server.listen(config.port, config.host === '' ? undefined : config.host.replace(/^\[|\]$/g, ''), resolve)
      })
      port = (server.address() as AddressInfo).port
      return server
    },
    url: (): string => config.publicUrl ?? `http://${config.loopback ? config.host : '127.0.0.1'}:${port}`,
    refuseRuns(): void {
      stopping = true
    },
    /** Leaves running runs resumable. */
    close(): Promise<void> {
      closing ??= close()
      return closing
    },
  }
}

const drawnIssues = perDocument((json) => validateFlow(json, kit))

/** Warnings about keys that stand in a flow's settings. */
const keyIssues = perDocument((json) => {
  const flow = flowIn(json)
  return flow === null ? [] : pastedKeys(flow)
})

function listenError(error: NodeJS.ErrnoException, { port, host }: Config): StartError {
  if (error.code === 'EADDRINUSE')
    return new StartError(`Port ${port} is taken. Stop the other program, or choose a free one: PORT=4401 npm start`)
  if (error.code === 'EACCES')
    return new StartError(`Port ${port} may not be opened by this user. Choose one above 1023: PORT=4400 npm start`)
  return new StartError(`HOST ${host}, PORT ${port} cannot be opened (${error.code ?? error.message}).`)
}
