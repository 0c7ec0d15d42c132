import type { Value } from '@quorum/engine'
import { and, asc, count, eq } from 'drizzle-orm'
import type { Database } from '../db/open.ts'
import { keptResult } from '../db/schema.ts'
import type { Redact } from '../redact.ts'

export interface KeptResult {
  readonly nodeId: string
  readonly value: Value
  readonly at: number
}

export type KeptResults = ReturnType<typeof createKeptResults>

/** Results that people keep for the next runs of a flow, by node. Whoever starts a run says whether it takes them. */
export function createKeptResults({ orm }: Database, redact: Redact, now: () => number = Date.now) {
  const of = (flowId: string, nodeId: string) => and(eq(keptResult.flowId, flowId), eq(keptResult.nodeId, nodeId))
  return {
    list: (flowId: string): KeptResult[] =>
      orm
        .select()
        .from(keptResult)
        .where(eq(keptResult.flowId, flowId))
        .orderBy(asc(keptResult.nodeId))
        .all()
        .map(({ nodeId, value, at }) => ({ nodeId, value: JSON.parse(value) as Value, at })),
    count: (flowId: string): number =>
      orm.select({ n: count() }).from(keptResult).where(eq(keptResult.flowId, flowId)).get()?.n ?? 0,
    keep(flowId: string, nodeId: string, value: Value): KeptResult {
      const at = now()
      const set = { value: redact(JSON.stringify(value)), at }
      orm
        .insert(keptResult)
        .values({ flowId, nodeId, ...set })
        .onConflictDoUpdate({ target: [keptResult.flowId, keptResult.nodeId], set })
        .run()
      return { nodeId, value: JSON.parse(set.value) as Value, at }
    },
    letGo: (flowId: string, nodeId: string): boolean =>
      orm.delete(keptResult).where(of(flowId, nodeId)).run().changes > 0,
  }
}
