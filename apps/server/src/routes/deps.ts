import type { FlowIssue, RunView } from '@quorum/engine'
import type { Config } from '../config.ts'
import type { HostClient } from '../host/client.ts'
import type { Logger } from '../logger.ts'
import type { Models } from '../models/createModels.ts'
import type { Observer } from '../operations/observe.ts'
import type { Redact } from '../redact.ts'
import type { KeyTrial } from '../secrets/tryKey.ts'
import type { McpServer, McpTool } from '../services/mcp.ts'
import type { Hub } from '../sse/hub.ts'
import type { ApiTokens } from '../store/apiTokens.ts'
import type { Audit } from '../store/audit.ts'
import type { Credential, Credentials } from '../store/credentials.ts'
import type { FileStore } from '../store/files.ts'
import type { FlowStore } from '../store/flowStore.ts'
import type { KeptResults } from '../store/keptResults.ts'
import type { Prompts } from '../store/prompts.ts'
import type { Runs } from '../store/runs.ts'
import type { SettingsStore } from '../store/settings.ts'
import type { TestSets } from '../store/testSets.ts'
import type { Uploads } from '../store/uploads.ts'

export interface Deps {
  readonly config: Config
  readonly flows: FlowStore
  readonly runs: Runs
  readonly host: HostClient
  readonly hub: Hub
  readonly models: Pick<Models, 'list' | 'call'>
  readonly settings: SettingsStore
  readonly apiTokens: ApiTokens
  readonly audit: Audit
  readonly files: FileStore
  mcpTools(server: McpServer, signal: AbortSignal): Promise<McpTool[]>
  readonly credentials: Credentials
  readonly tests: TestSets
  readonly kept: KeptResults
  readonly prompts: Pick<Prompts, 'of'>
  /** Stored keys have changed: models, run host and redactor take them up. */
  reloadKeys(): Promise<void>
  tryKey(credential: Credential): Promise<KeyTrial>
  readonly redact: Redact
  readonly logger: Logger
  readonly observer: Observer
  readonly uploads: Uploads
  /** Issues of a flow, with those that need to know the server's models; `model` takes the place of every node's. */
  check(flow: unknown, model?: string): readonly FlowIssue[]
  /** The view of a run wherever it is; null if there is no such run. */
  view(runId: string): Promise<RunView | null>
  /** No new run starts any more. */
  readonly stopping: () => boolean
}
