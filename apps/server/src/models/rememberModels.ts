import type { ModelAnswer, ModelClient, ModelRequest } from '@quorum/engine'
import { desc, eq, lt } from '../db/drizzle.ts'
import type { Database } from '../db/open.ts'
import { modelCache } from '../db/schema.ts'
import { sha256 } from '../ids.ts'
import type { Redact } from '../redact.ts'

const keptMs = 30 * 86_400_000
const most = 10_000

/**
 * Answers what was asked before from memory, where the request allows it. What was remembered costs nothing and counts as
 * no call. Seeds and roles do not matter: the same question is the same question.
 */
export function rememberModels(
  client: ModelClient,
  { orm }: Database,
  redact: Redact,
  now: () => number = Date.now,
): ModelClient {
  const find = (hash: string) => orm.select().from(modelCache).where(eq(modelCache.hash, hash)).get()
  function keep(hash: string, answer: ModelAnswer): void {
    const values = { answer: redact(JSON.stringify(answer)), at: now() }
    orm
      .insert(modelCache)
      .values({ hash, ...values })
      .onConflictDoUpdate({ target: modelCache.hash, set: values })
      .run()
    const last = orm.select().from(modelCache).orderBy(desc(modelCache.at)).offset(most).limit(1).get()
    orm
      .delete(modelCache)
      .where(lt(modelCache.at, Math.max(now() - keptMs, last ? last.at + 1 : 0)))
      .run()
  }
  return {
    async call(request, options) {
      if (!request.remember) return client.call(request, options)
      const hash = hashOf(request)
      const known = find(hash)
      if (known && known.at > now() - keptMs) {
        const answer = JSON.parse(known.answer) as ModelAnswer
        options.onText(answer.text)
        const { simulated } = answer.usage
        return { ...answer, usage: { calls: 0, inputTokens: 0, outputTokens: 0, usd: 0, simulated } }
      }
      const answer = await client.call(request, options)
      keep(hash, answer)
      return answer
    },
  }
}

function hashOf({ model, messages, schema, tools, useTools, temperature, maxOutputTokens }: ModelRequest): string {
  return sha256(JSON.stringify([model, messages, schema, tools, useTools, temperature, maxOutputTokens]))
}
