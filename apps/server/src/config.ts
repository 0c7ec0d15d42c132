import { accessSync, constants, mkdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { parseAllowList } from './net/address.ts'
import type { McpProgram } from './services/mcpStdio.ts'

/** What the operator set (API.md §3). Read once. */
export interface Config {
  readonly port: number
  readonly host: string
  readonly loopback: boolean
  /** Absolute. */
  readonly dataFolder: string
  readonly publicUrl: string | null
  readonly token: string | null
  /** QUORUM_SECRET; null: the key file in the data folder. */
  readonly secret: string | null
  /** QUORUM_SECRET_OLD: what keys were sealed under before. */
  readonly oldSecret: string | null
  readonly durability: 'full' | 'normal'
  readonly log: 'text' | 'json'
  /** Where traces are sent, e.g. `http://127.0.0.1:4318`; null: nowhere. */
  readonly tracesUrl: string | null
  /** MCP servers that are started as programs, by name: what QUORUM_MCP_SERVERS names. */
  readonly mcpPrograms: Readonly<Record<string, McpProgram>>
  /** How many daily copies are kept in the data folder; 0: none are made. */
  readonly backups: number
  /** `host` or `host:port`, as the operator wrote them. */
  readonly allowPrivateNetwork: readonly string[]
  readonly models: ModelSettings
}

/** What the model adapters need to know. Plain data: it crosses to the worker. */
export interface ModelSettings {
  readonly openaiKey: string | null
  readonly anthropicKey: string | null
  readonly googleKey: string | null
  readonly localUrl: string | null
  readonly localKey: string | null
}

/** A wrong setting; its message is the one line the operator sees. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

const url = z.url({ protocol: /^https?$/, error: 'must be an address that starts with http:// or https://' })
const Environment = z.object({
  PORT: z.coerce
    .number('must be a number from 0 to 65535')
    .int('must be a whole number')
    .min(0, 'must be a number from 0 to 65535')
    .max(65_535, 'must be a number from 0 to 65535')
    .default(4400),
  HOST: z.string().default('127.0.0.1'),
  QUORUM_DATA: z.string().min(1, 'must name a folder').default('./data'),
  QUORUM_PUBLIC_URL: url.optional(),
  QUORUM_TOKEN: z.string().min(24, 'must have at least 24 characters').optional(),
  QUORUM_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  QUORUM_SECRET_OLD: z.string().min(32, 'must have at least 32 characters').optional(),
  QUORUM_BACKUPS: z.coerce
    .number('must be a number from 0 to 365')
    .int('must be a whole number')
    .min(0, 'must be a number from 0 to 365')
    .max(365, 'must be a number from 0 to 365')
    .default(7),
  QUORUM_MCP_SERVERS: z.string().optional(),
  QUORUM_LOG: z.enum(['text', 'json'], 'must be text or json').default('text'),
  OTEL_EXPORTER_OTLP_ENDPOINT: url.optional(),
  QUORUM_DURABILITY: z.enum(['full', 'normal'], 'must be full or normal').default('full'),
  QUORUM_ALLOW_PRIVATE_NETWORK: z.string().default(''),
  QUORUM_MODEL_URL: url.optional(),
  QUORUM_MODEL_KEY: z.string().min(1).optional(),
  DATABASE_URL: z.never('is not supported yet: leave it unset, runs are kept in SQLite').optional(),
  OPENAI_API_KEY: z.string().optional(),
  ANTHROPIC_API_KEY: z.string().optional(),
  GOOGLE_GENERATIVE_AI_API_KEY: z.string().optional(),
})

/** @throws ConfigError naming the first wrong value. Unknown QUORUM_ names come back as warnings: most are typing errors. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): { config: Config; warnings: string[] } {
  // An empty variable is how shells and compose files say "not set"; an empty HOST would mean every address, so it stays.
  const set = Object.fromEntries(Object.entries(env).filter(([name, value]) => value !== '' || name === 'HOST'))
  const parsed = Environment.safeParse(set)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new ConfigError(`${issue?.path.join('.')} ${issue?.message}.`)
  }
  const it = parsed.data
  const loopback = isLoopback(it.HOST)
  if (!loopback && it.QUORUM_TOKEN === undefined) {
    throw new ConfigError(
      `HOST ${it.HOST === '' ? 'is empty, which' : `${it.HOST}`} opens Quorum to the network: set QUORUM_TOKEN to a secret of at least 24 characters, or HOST to 127.0.0.1.`,
    )
  }
  const allowPrivateNetwork = it.QUORUM_ALLOW_PRIVATE_NETWORK.split(/[\s,]+/).filter(Boolean)
  try {
    parseAllowList(allowPrivateNetwork)
  } catch (error) {
    throw new ConfigError(`QUORUM_ALLOW_PRIVATE_NETWORK: ${(error as Error).message}.`)
  }
  const config: Config = {
    port: it.PORT,
    host: it.HOST,
    loopback,
    dataFolder: resolve(it.QUORUM_DATA),
    publicUrl: it.QUORUM_PUBLIC_URL ?? null,
    token: it.QUORUM_TOKEN ?? null,
    secret: it.QUORUM_SECRET ?? null,
    oldSecret: it.QUORUM_SECRET_OLD ?? null,
    durability: it.QUORUM_DURABILITY,
    mcpPrograms: it.QUORUM_MCP_SERVERS === undefined ? {} : readPrograms(it.QUORUM_MCP_SERVERS),
    backups: it.QUORUM_BACKUPS,
    log: it.QUORUM_LOG,
    tracesUrl: it.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
    allowPrivateNetwork,
    models: {
      openaiKey: it.OPENAI_API_KEY ?? null,
      anthropicKey: it.ANTHROPIC_API_KEY ?? null,
      googleKey: it.GOOGLE_GENERATIVE_AI_API_KEY ?? null,
      localUrl: it.QUORUM_MODEL_URL ?? null,
      localKey: it.QUORUM_MODEL_KEY ?? null,
    },
  }
  return { config, warnings: warningsOf(set) }
}

function warningsOf(env: Readonly<Record<string, string | undefined>>): string[] {
  const known = Object.keys(Environment.shape)
  const warnings = Object.keys(env)
    .filter((name) => name.startsWith('QUORUM_') && !known.includes(name))
    .map(
      (name) =>
        `Unknown setting ${name} is ignored. Known settings: ${known.filter((k) => k.startsWith('QUORUM_')).join(', ')}.`,
    )
  if (env.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
    warnings.push(
      'NODE_TLS_REJECT_UNAUTHORIZED=0 turns certificate checks off: keys and answers can be read on the way. Remove it.',
    )
  }
  return warnings
}

const Programs = z.record(
  z.string().regex(/^[a-z][a-z0-9_-]{0,40}$/),
  z.strictObject({
    command: z.string().min(1),
    args: z.array(z.string()).default([]),
    env: z.record(z.string(), z.string()).default({}),
  }),
)

/** Read once, at the start: nothing can be added while the server runs. */
function readPrograms(file: string): Readonly<Record<string, McpProgram>> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    throw new ConfigError(`QUORUM_MCP_SERVERS names the file ${file}, which cannot be read.`)
  }
  try {
    return Programs.parse(JSON.parse(text))
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message
    throw new ConfigError(
      `QUORUM_MCP_SERVERS: ${file} must look like {"files": {"command": "/usr/bin/mcp-files", "args": []}}: ${why}.`,
    )
  }
}

/** What must never show up in logs, events and answers. */
export const secretsOf = ({ token, secret, oldSecret, models, mcpPrograms }: Config): readonly (string | null)[] => [
  token,
  secret,
  oldSecret,
  models.openaiKey,
  models.anthropicKey,
  models.googleKey,
  models.localKey,
  ...Object.values(mcpPrograms).flatMap(({ env }) => Object.values(env)),
]

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)

/** Makes the data folder, readable by its owner only. @throws ConfigError when it cannot be written. */
export function prepareFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    accessSync(folder, constants.W_OK | constants.R_OK | constants.X_OK)
  } catch {
    throw new ConfigError(
      `QUORUM_DATA: the data folder ${folder} cannot be made or written. Choose a folder that this user may write.`,
    )
  }
}
