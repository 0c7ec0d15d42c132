import { conditionProblem, evaluate, isRecord, type RunView, textOf, type Value, When } from '@quorum/engine'
import { z } from 'zod'
import { bodyLimits } from '../http/body.ts'
import { Problem } from '../http/problem.ts'
import type { Api } from '../http/route.ts'
import type { CaseResult, Expectation, Verdict } from '../store/testSets.ts'
import type { Deps } from './deps.ts'
import { iso, listOf } from './schemas.ts'

const tag = 'Test sets'
const mostCases = 500
const mostTestRuns = 20

function mayBeChecked(when: When, context: { addIssue(message: string): void }): void {
  const problem = conditionProblem(when)
  if (problem !== null) context.addIssue(problem)
}
const Expect = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('equals'), value: z.json() }),
  z.strictObject({ type: z.literal('contains'), text: z.string().min(1).max(10_000) }),
  z.strictObject({ type: z.literal('condition'), when: When.superRefine(mayBeChecked) }),
  z.strictObject({ type: z.literal('judge'), criteria: z.string().min(1).max(20_000) }),
])
const CaseBody = z.strictObject({
  name: z.string().trim().min(1, 'must not be empty').max(200),
  input: z.json(),
  expect: Expect.describe('A rule over `output` and `input`, or what a person or a model is to judge'),
})
const CaseShape = z.looseObject({ id: z.string(), name: z.string(), input: z.unknown(), expect: z.unknown() })
const TestRun = z.looseObject({
  id: z.string(),
  revision: z.int(),
  createdAt: z.string(),
  results: z.array(z.unknown()),
})
const notThere = { description: '`not-found`: no such flow, case or test run' }

/** Cases of a flow, and what became of them. A case is done by an ordinary run (`POST /api/runs`), which is noted here. */
export function testSetRoutes(api: Api, { flows, runs, redact, tests }: Deps): void {
  const flowOf = (id: string) => {
    const flow = flows.get(id)
    if (!flow) throw new Problem('not-found', 'There is no such flow.')
    return flow
  }
  const noCase = (): Problem => new Problem('not-found', 'There is no such test case. It may have been deleted.')

  api.route(
    {
      method: 'get',
      path: '/api/flows/{id}/tests',
      tag,
      summary: 'The test cases of a flow, in the order they were made.',
      answers: { 200: { description: 'All of them', schema: listOf(CaseShape) }, 404: notThere },
    },
    (c, { param }) => {
      flowOf(param('id'))
      return c.body(redact(JSON.stringify({ items: tests.cases(param('id')), nextCursor: null })), 200, {
        'Content-Type': 'application/json',
      })
    },
  )
  api.route(
    {
      method: 'post',
      path: '/api/flows/{id}/tests',
      tag,
      summary: 'Adds a test case.',
      body: { schema: CaseBody, maxBytes: bodyLimits.other },
      answers: { 201: { description: 'The case', schema: CaseShape }, 404: notThere },
    },
    (c, { param, body }) => {
      flowOf(param('id'))
      if (tests.countCases(param('id')) >= mostCases)
        throw new Problem('bad-request', `A flow has at most ${mostCases} test cases. Delete some first.`)
      return c.json(tests.put(param('id'), null, asCase(body)) as object, 201)
    },
  )
  api.route(
    {
      method: 'put',
      path: '/api/flows/{id}/tests/{case}',
      tag,
      summary: 'Changes a test case. What test runs before found stays as it was.',
      body: { schema: CaseBody, maxBytes: bodyLimits.other },
      answers: { 200: { description: 'The case', schema: CaseShape }, 404: notThere },
    },
    (c, { param, body }) => {
      const saved = tests.put(param('id'), param('case'), asCase(body))
      if (saved === null) throw noCase()
      return c.json(saved)
    },
  )
  api.route(
    {
      method: 'delete',
      path: '/api/flows/{id}/tests/{case}',
      tag,
      summary: 'Forgets a test case.',
      answers: { 204: { description: 'It is gone' }, 404: notThere },
    },
    (c, { param }) => {
      if (!tests.remove(param('id'), param('case'))) throw noCase()
      return c.body(null, 204)
    },
  )
  api.route(
    {
      method: 'post',
      path: '/api/flows/{id}/test-runs',
      tag,
      summary: 'Begins a test run: freezes the cases. Each is then started with `POST /api/runs` and noted.',
      body: {
        schema: z.strictObject({ revision: z.int().min(1).optional(), model: z.string().max(200).optional() }),
        maxBytes: bodyLimits.other,
        optional: true,
      },
      answers: { 201: { description: 'The test run', schema: TestRun }, 404: notThere },
    },
    (c, { param, body }) => {
      const flow = flowOf(param('id'))
      const revision = body.revision ?? flow.revision
      if (!flows.version(param('id'), revision))
        throw new Problem('not-found', 'There is no such revision of this flow.')
      if (tests.countCases(param('id')) === 0)
        throw new Problem('bad-request', 'This flow has no test cases yet. Add one first.')
      return c.json(shown(tests.begin(param('id'), revision, body.model ?? null)), 201)
    },
  )
  api.route(
    {
      method: 'get',
      path: '/api/flows/{id}/test-runs',
      tag,
      summary: 'The latest test runs of a flow with their results, newest first.',
      answers: { 200: { description: 'At most 20', schema: listOf(TestRun) }, 404: notThere },
    },
    (c, { param }) => {
      flowOf(param('id'))
      const items = tests.testRuns(param('id'), mostTestRuns).map(({ id }) => shown(id))
      return c.body(redact(JSON.stringify({ items, nextCursor: null })), 200, { 'Content-Type': 'application/json' })
    },
  )
  api.route(
    {
      method: 'put',
      path: '/api/test-runs/{id}/cases/{case}',
      tag,
      summary: 'Notes which run does a case, or what a person or a judging model thinks of its output.',
      body: {
        schema: z.strictObject({
          runId: z.string().max(64).optional(),
          verdict: z
            .strictObject({
              pass: z.boolean(),
              reason: z.string().max(5_000).default(''),
              by: z.string().min(1).max(200).default('someone'),
            })
            .optional(),
        }),
        maxBytes: bodyLimits.other,
      },
      answers: { 200: { description: 'The test run', schema: TestRun }, 404: notThere },
    },
    (c, { param, body }) => {
      if (body.runId !== undefined && runs.row(body.runId) === undefined)
        throw new Problem('not-found', 'There is no such run.')
      if (!tests.note(param('id'), param('case'), body)) throw noCase()
      return c.json(shown(param('id')))
    },
  )

  function shown(id: string): object {
    const run = tests.testRun(id)
    if (run === undefined) throw new Problem('not-found', 'There is no such test run.')
    const { flowId, revision, model, createdAt } = run
    return { id, flowId, revision, model, createdAt: iso(createdAt), results: tests.results(id).map(resultOf) }
  }

  function resultOf(result: CaseResult): object {
    const row = result.runId === null ? undefined : runs.row(result.runId)
    const view = row ? runs.endedView(row.id) : null
    const output = view ? outputOf(view) : null
    return {
      ...result,
      status: row?.status ?? null,
      output,
      error: view?.error ?? null,
      usage: view?.usage ?? null,
      ms: row?.startedAt && row.endedAt ? row.endedAt - row.startedAt : null,
      verdict: view === null ? null : verdictOf(result, view, output),
    }
  }
}

const asCase = ({ name, input, expect }: z.infer<typeof CaseBody>) => ({
  name,
  input: input as Value,
  expect: expect as Expectation,
})

/** The bare value if the flow has one output, else all by name. */
function outputOf({ output }: RunView): Value {
  const values = Object.values(output ?? {})
  return values.length === 1 ? (values[0] ?? null) : (output as Value)
}

/** A run that failed gave nothing that could be right. Null: somebody still has to judge. */
export function verdictOf(
  { expect, input, verdict }: Pick<CaseResult, 'expect' | 'input' | 'verdict'>,
  { status, error }: Pick<RunView, 'status' | 'error'>,
  output: Value,
): Verdict | null {
  const rule = (pass: boolean, reason: string): Verdict => ({ pass, reason: pass ? '' : reason, by: 'rule' })
  if (status !== 'completed') return rule(false, error?.message ?? 'The run was stopped.')
  switch (expect.type) {
    case 'judge':
      return verdict
    case 'equals':
      return rule(sameValue(expect.value, output), 'It is not equal.')
    case 'contains':
      return rule(
        textOf(output).toLowerCase().includes(expect.text.toLowerCase()),
        `It does not contain “${expect.text}”.`,
      )
    case 'condition':
      try {
        return rule(evaluate(expect.when, { output, input }), 'The condition does not hold.')
      } catch (problem) {
        return rule(
          false,
          `The condition cannot be checked: ${problem instanceof Error ? problem.message : 'it is wrong'}`,
        )
      }
  }
}

/** Equal as JSON, whatever the order of fields; a text also if only space around it differs. */
function sameValue(a: Value, b: Value): boolean {
  if (typeof a === 'string' && typeof b === 'string') return a.trim() === b.trim()
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
}

const sorted = (value: Value): Value =>
  Array.isArray(value)
    ? value.map((one: Value) => sorted(one))
    : isRecord(value)
      ? Object.fromEntries(
          Object.entries(value as Record<string, Value>)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, one]) => [key, sorted(one)]),
        )
      : value
