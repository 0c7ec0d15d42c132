import { createHash } from 'node:crypto'
import type { ModelMessage, ModelRequest } from '@quorum/engine'
import { and, eq, gte, lt } from 'drizzle-orm'
import type { Database } from '../db/open.ts'
import { asked, askedText } from '../db/schema.ts'
import type { Redact } from '../redact.ts'

/** Shorter texts stand in the row of their call. */
const inlineChars = 80
/** More of one text is not kept. */
const textChars = 256 * 1024
/** Of one step, to read. */
const mostOfStep = 200

type Settings = Pick<ModelRequest, 'model' | 'temperature' | 'maxOutputTokens'>
type StoredMessage = Omit<ModelMessage, 'content'> & ({ readonly content: string } | { readonly hash: string })
interface StoredPrompt extends Settings {
  readonly messages: readonly StoredMessage[]
  readonly tools?: readonly string[]
}

/** One call of a model as it was made. */
export interface Prompt extends Settings {
  /** Of the call within its step: `answer`, `turn[2]`. */
  readonly key: string
  readonly attempt: number
  readonly messages: readonly ModelMessage[]
  /** Names of the tools it could ask for. */
  readonly tools?: readonly string[]
}

export interface NotedCall {
  readonly runId: string
  /** `<path>[/<key of the call>]/<attempt>`. */
  readonly key: string
  readonly request: ModelRequest
}

export type Prompts = ReturnType<typeof createPrompts>

/**
 * What models were asked, for people who want to know why one answered as it did. Not part of the log: nothing is decided
 * by it, and a crash may lose the latest.
 */
export function createPrompts({ orm, sqlite }: Database, redact: Redact) {
  function stored(runId: string, { content, ...message }: ModelMessage): StoredMessage {
    if (content.length <= inlineChars) return { ...message, content }
    const body = redact(content.slice(0, textChars))
    const hash = createHash('sha256').update(body).digest('base64url').slice(0, 22)
    orm.insert(askedText).values({ runId, hash, body }).onConflictDoNothing().run()
    return { ...message, hash }
  }

  function write({ runId, key, request }: NotedCall): void {
    const { model, temperature, maxOutputTokens, tools = [] } = request
    const prompt: StoredPrompt = {
      model,
      ...(temperature === undefined ? {} : { temperature }),
      ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
      ...(tools.length === 0 ? {} : { tools: tools.map(({ name }) => name) }),
      messages: request.messages.map((message) => stored(runId, message)),
    }
    const body = redact(JSON.stringify(prompt))
    // A step whose answer was lost in a crash asks again under the same key.
    orm
      .insert(asked)
      .values({ runId, key, body })
      .onConflictDoUpdate({ target: [asked.runId, asked.key], set: { body } })
      .run()
  }

  const text = (runId: string, hash: string): string =>
    orm
      .select()
      .from(askedText)
      .where(and(eq(askedText.runId, runId), eq(askedText.hash, hash)))
      .get()?.body ?? ''

  return {
    write: (calls: readonly NotedCall[]): void => sqlite.transaction(() => calls.forEach(write)).immediate(),

    /** What the step at a path asked, call by call, the first attempt first. Not of the steps inside it. */
    of(runId: string, path: string): Prompt[] {
      // “0” comes after “/”: everything that begins with the path and a slash.
      const within = and(eq(asked.runId, runId), gte(asked.key, `${path}/`), lt(asked.key, `${path}0`))
      const rows = orm.select().from(asked).where(within).orderBy(asked.key).limit(mostOfStep).all()
      return rows
        .map(({ key, body }): Prompt => {
          const { messages, ...rest } = JSON.parse(body) as StoredPrompt
          const cut = key.lastIndexOf('/')
          return {
            key: key.slice(path.length + 1, cut) || 'answer',
            attempt: Number(key.slice(cut + 1)),
            ...rest,
            messages: messages.map(({ ...message }) => {
              if ('content' in message) return message
              const { hash, ...others } = message
              return { ...others, content: text(runId, hash) }
            }),
          }
        })
        .sort((a, b) => a.attempt - b.attempt || a.key.localeCompare(b.key, 'en', { numeric: true }))
    },
  }
}
