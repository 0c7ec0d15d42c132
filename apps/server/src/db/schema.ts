import type { Packed } from '../store/packed.ts'
import { blob, index, integer, primaryKey, sql, sqliteTable, text, uniqueIndex } from './drizzle.ts'

/** All times are epoch ms. */
export const flow = sqliteTable(
  'flow',
  {
    /** Grows with each new flow: the order of lists and their cursor. */
    no: integer().primaryKey({ autoIncrement: true }),
    id: text().notNull().unique(),
    revision: integer().notNull(),
    name: text().notNull(),
    description: text().notNull(),
    nodeCount: integer('node_count').notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    /** Set while the flow is in the bin. */
    deletedAt: integer('deleted_at'),
  },
  (t) => [index('flow_live').on(t.deletedAt, t.no)],
)

export const flowVersion = sqliteTable(
  'flow_version',
  {
    flowId: text('flow_id')
      .notNull()
      .references(() => flow.id),
    revision: integer().notNull(),
    doc: text().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.flowId, t.revision] })],
)

/** Large texts by the SHA-256 of what they say: a value that many events carry, or a flow that many runs froze, is kept once. */
export const blobs = sqliteTable('blob', { hash: text().primaryKey(), body: text().notNull() })

export const run = sqliteTable(
  'run',
  {
    /** Short key of the log's rows, and the order of lists. */
    no: integer().primaryKey({ autoIncrement: true }),
    id: text().notNull().unique(),
    flowId: text('flow_id'),
    revision: integer(),
    /** The frozen document it runs, as a blob. */
    flowHash: text('flow_hash')
      .notNull()
      .references(() => blobs.hash),
    name: text().notNull(),
    input: text().notNull(),
    seed: integer().notNull(),
    model: text(),
    /** The earlier run it takes results from, as JSON (`RunSource`); null for most. */
    source: text(),
    /** The flows it may call, frozen with it, as JSON by id; null if it calls none. */
    callees: text(),
    status: text().notNull(),
    idempotencyKey: text('idempotency_key'),
    bodyHash: text('body_hash'),
    createdAt: integer('created_at').notNull(),
    startedAt: integer('started_at'),
    endedAt: integer('ended_at'),
    /** The final view; null until the run has ended. */
    view: text().$type<Packed>(),
  },
  (t) => [
    uniqueIndex('run_idempotency_key').on(t.idempotencyKey),
    index('run_flow').on(t.flowId, t.no),
    index('run_unfinished').on(t.no).where(sql`view is null`),
  ],
)

/**
 * The log, in pieces of many events (`store/chunk.ts`). `key` is the number of the run times 2³² plus the first `seq`: the
 * pieces of a run lie together in order, and a second writer of the same log is refused by the key alone.
 */
export const runChunk = sqliteTable(
  'run_chunk',
  {
    key: integer().primaryKey(),
    /** Which paths it speaks of (`store/pathFilter.ts`); null in logs of earlier versions. */
    paths: blob(),
    /** Hashes of large values it refers to, as a JSON list. */
    blobs: text(),
    /** A JSON list of events: text, or bytes if compressed. */
    body: blob().notNull(),
  },
  // Few have any: for finding the values that nobody mentions.
  (t) => [index('run_chunk_blobs').on(t.blobs).where(sql`blobs is not null`)],
)

/** Secrets for models and http nodes, sealed (SECURITY S18). */
export const credential = sqliteTable('credential', {
  id: text().primaryKey(),
  name: text().notNull(),
  kind: text().notNull(),
  /** Where it may be sent, as a JSON list. */
  hosts: text().notNull(),
  header: text(),
  /** Of kind `oauth2`, as JSON: where its tokens come from, and for whom. */
  oauth: text(),
  hint: text().notNull(),
  /** Which key sealed it. */
  keyId: text('key_id').notNull(),
  sealed: text().notNull(),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
})

/** What people set in Settings, by name, as JSON. */
export const setting = sqliteTable('setting', { name: text().primaryKey(), value: text().notNull() })

/** People who signed in on the page. The cookie's value is stored hashed; a changed token ends them all. */
export const session = sqliteTable('session', {
  hash: text().primaryKey(),
  tokenHash: text('token_hash').notNull(),
  seenAt: integer('seen_at').notNull(),
})

/** Inputs of a flow with what is expected of it. */
export const testCase = sqliteTable(
  'test_case',
  {
    no: integer().primaryKey({ autoIncrement: true }),
    id: text().notNull().unique(),
    flowId: text('flow_id')
      .notNull()
      .references(() => flow.id),
    name: text().notNull(),
    /** JSON. */
    input: text().notNull(),
    /** `Expectation` as JSON. */
    expect: text().notNull(),
  },
  (t) => [index('test_case_flow').on(t.flowId, t.no)],
)

/** All cases of a flow, done once by one version of it. */
export const testRun = sqliteTable(
  'test_run',
  {
    no: integer().primaryKey({ autoIncrement: true }),
    id: text().notNull().unique(),
    flowId: text('flow_id')
      .notNull()
      .references(() => flow.id),
    revision: integer().notNull(),
    model: text(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [index('test_run_flow').on(t.flowId, t.no)],
)

/** One case in one test run: the case as it was then, the run that did it, and what somebody said about it. */
export const testResult = sqliteTable(
  'test_result',
  {
    testRunId: text('test_run_id')
      .notNull()
      .references(() => testRun.id),
    caseId: text('case_id').notNull(),
    place: integer().notNull(),
    name: text().notNull(),
    input: text().notNull(),
    expect: text().notNull(),
    runId: text('run_id'),
    /** `Verdict` as JSON, of a person or a judging model; null where a rule decides or nobody has yet. */
    verdict: text(),
  },
  (t) => [primaryKey({ columns: [t.testRunId, t.caseId] })],
)

/** Text files of flows; a run without a flow has files of its own. Names are keys and no paths (SECURITY S12). */
export const flowFile = sqliteTable(
  'flow_file',
  {
    /** Id of the flow, or of the run. */
    owner: text().notNull(),
    name: text().notNull(),
    body: text().notNull(),
    /** Of the last call that changed it: the same call again changes nothing. */
    lastKey: text('last_key'),
    updatedAt: integer('updated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.owner, t.name] })],
)

/** Pictures and documents that runs take as input, once each. */
export const upload = sqliteTable('upload', {
  /** SHA-256 of the bytes, in hex. */
  hash: text().primaryKey(),
  name: text().notNull(),
  /** Media type, as the bytes show. */
  type: text().notNull(),
  bytes: blob({ mode: 'buffer' }).notNull(),
  /** Did a run ever take it? */
  used: integer({ mode: 'boolean' }).notNull(),
  /** When it was sent, or the last run took it. */
  usedAt: integer('used_at').notNull(),
})

/** Tokens for programs. Only hashes are kept. */
export const apiToken = sqliteTable('api_token', {
  id: text().primaryKey(),
  name: text().notNull(),
  hash: text().notNull().unique(),
  scope: text().notNull(),
  /** Its first characters, to tell tokens apart. */
  hint: text().notNull(),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at'),
  usedAt: integer('used_at'),
})

/** Who did what, append-only (SECURITY S26). */
export const audit = sqliteTable(
  'audit',
  {
    no: integer().primaryKey({ autoIncrement: true }),
    at: integer().notNull(),
    who: text().notNull(),
    /** Address of the caller; empty for what the server does by itself. */
    address: text().notNull(),
    action: text().notNull(),
    target: text().notNull(),
    outcome: text().notNull(),
  },
  (t) => [index('audit_at').on(t.at)],
)

/** Answers of models, by the SHA-256 of what was asked (CATALOGUE X25). */
export const modelCache = sqliteTable(
  'model_cache',
  { hash: text().primaryKey(), answer: text().notNull(), at: integer().notNull() },
  (t) => [index('model_cache_at').on(t.at)],
)

/** What models were asked in a run, one row per call; texts of some length stand in `asked_text`. */
export const asked = sqliteTable(
  'asked',
  {
    runId: text('run_id').notNull(),
    /** `<path>[/<key of the call>]/<attempt>`. */
    key: text().notNull(),
    /** `StoredPrompt` as JSON. */
    body: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.key] })],
)

/** Texts of prompts by their hash: what many calls of a run say is kept once. */
export const askedText = sqliteTable(
  'asked_text',
  { runId: text('run_id').notNull(), hash: text().notNull(), body: text().notNull() },
  (t) => [primaryKey({ columns: [t.runId, t.hash] })],
)

/** Results that people keep for the next runs of a flow. */
export const keptResult = sqliteTable(
  'kept_result',
  {
    flowId: text('flow_id')
      .notNull()
      .references(() => flow.id),
    nodeId: text('node_id').notNull(),
    /** JSON. */
    value: text().notNull(),
    at: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.flowId, t.nodeId] })],
)
