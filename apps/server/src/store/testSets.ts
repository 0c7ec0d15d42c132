import type { Value, When } from '@quorum/engine'
import { and, asc, count, desc, eq } from '../db/drizzle.ts'
import type { Database } from '../db/open.ts'
import { testCase, testResult, testRun } from '../db/schema.ts'
import { newId } from '../ids.ts'

/** What a good output is. `judge`: a person or a model says so. */
export type Expectation =
  | { readonly type: 'equals'; readonly value: Value }
  | { readonly type: 'contains'; readonly text: string }
  | { readonly type: 'condition'; readonly when: When }
  | { readonly type: 'judge'; readonly criteria: string }

export interface Verdict {
  readonly pass: boolean
  readonly reason: string
  readonly by: string
}

export interface Case {
  readonly id: string
  readonly name: string
  readonly input: Value
  readonly expect: Expectation
}

export interface CaseResult {
  readonly caseId: string
  readonly name: string
  readonly input: Value
  readonly expect: Expectation
  readonly runId: string | null
  readonly verdict: Verdict | null
}

export type TestSets = ReturnType<typeof createTestSets>

/** The cases of flows, and what became of them in test runs. */
export function createTestSets({ orm, sqlite }: Database, now: () => number = Date.now) {
  const cases = (flowId: string): Case[] =>
    orm.select().from(testCase).where(eq(testCase.flowId, flowId)).orderBy(asc(testCase.no)).all().map(toCase)

  return {
    cases,
    countCases: (flowId: string): number =>
      orm.select({ n: count() }).from(testCase).where(eq(testCase.flowId, flowId)).get()?.n ?? 0,

    /** With an `id` that is there it is replaced. @returns null if that case is of another flow or of none. */
    put(flowId: string, id: string | null, { name, input, expect }: Omit<Case, 'id'>): Case | null {
      const texts = { name, input: JSON.stringify(input), expect: JSON.stringify(expect) }
      if (id === null) {
        const made = { id: newId('case'), flowId, ...texts }
        orm.insert(testCase).values(made).run()
        return { id: made.id, name, input, expect }
      }
      const of = and(eq(testCase.id, id), eq(testCase.flowId, flowId))
      return orm.update(testCase).set(texts).where(of).run().changes === 0 ? null : { id, name, input, expect }
    },

    remove: (flowId: string, id: string): boolean =>
      orm
        .delete(testCase)
        .where(and(eq(testCase.id, id), eq(testCase.flowId, flowId)))
        .run().changes > 0,

    /** Freezes the cases as they are now. */
    begin(flowId: string, revision: number, model: string | null): string {
      const id = newId('tests')
      sqlite
        .transaction(() => {
          orm.insert(testRun).values({ id, flowId, revision, model, createdAt: now() }).run()
          for (const [place, { id: caseId, name, input, expect }] of cases(flowId).entries())
            orm
              .insert(testResult)
              .values({
                testRunId: id,
                caseId,
                place,
                name,
                input: JSON.stringify(input),
                expect: JSON.stringify(expect),
              })
              .run()
        })
        .immediate()
      return id
    },

    testRun: (id: string) => orm.select().from(testRun).where(eq(testRun.id, id)).get(),
    /** Newest first. */
    testRuns: (flowId: string, limit: number) =>
      orm.select().from(testRun).where(eq(testRun.flowId, flowId)).orderBy(desc(testRun.no)).limit(limit).all(),

    results: (testRunId: string): CaseResult[] =>
      orm
        .select()
        .from(testResult)
        .where(eq(testResult.testRunId, testRunId))
        .orderBy(asc(testResult.place))
        .all()
        .map(({ caseId, name, input, expect, runId, verdict }) => ({
          caseId,
          name,
          input: JSON.parse(input) as Value,
          expect: JSON.parse(expect) as Expectation,
          runId,
          verdict: verdict === null ? null : (JSON.parse(verdict) as Verdict),
        })),

    /** Says which run does a case, or what somebody thinks of it. @returns whether there is such a result. */
    note(
      testRunId: string,
      caseId: string,
      of: { runId?: string | undefined; verdict?: Verdict | undefined },
    ): boolean {
      const changes = {
        ...(of.runId === undefined ? {} : { runId: of.runId }),
        ...(of.verdict === undefined ? {} : { verdict: JSON.stringify(of.verdict) }),
      }
      if (Object.keys(changes).length === 0) return true
      const one = and(eq(testResult.testRunId, testRunId), eq(testResult.caseId, caseId))
      return orm.update(testResult).set(changes).where(one).run().changes > 0
    },
  }
}

const toCase = ({ id, name, input, expect }: typeof testCase.$inferSelect): Case => ({
  id,
  name,
  input: JSON.parse(input) as Value,
  expect: JSON.parse(expect) as Expectation,
})
