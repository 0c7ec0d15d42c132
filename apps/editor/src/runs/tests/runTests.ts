import type { Flow } from '@quorum/engine'
import { beginTests, getRun, noteTest, startAnyRun, startRun } from '../../api/client.ts'
import type { TestResult, TestRun } from '../../api/types.ts'
import { hasEnded } from '../runStream.ts'

/** Runs started at a time: the server works on a few of each, and the page stays usable. */
const atOnce = 4
const pollMs = 400

/**
 * Does all cases of a flow with one version of it. Should the page be left in the middle, {@link goOnTests} does the rest:
 * the same case is never started twice.
 */
export async function runTests(flowId: string, revision: number, told: (run: TestRun) => void): Promise<void> {
  const run = await beginTests(flowId, { revision })
  told(run)
  await goOnTests(run, told)
}

export async function goOnTests(run: TestRun, told: (run: TestRun) => void): Promise<void> {
  const waiting = run.results.filter(({ runId }) => runId === null)
  const next = async (): Promise<void> => {
    for (let result = waiting.shift(); result; result = waiting.shift()) {
      const { caseId, input } = result
      const request = { flowId: run.flowId, revision: run.revision, input }
      const { id: runId } = await startRun(request, `${run.id}:${caseId}`)
      told(await noteTest(run.id, caseId, { runId }))
      while (!hasEnded((await getRun(runId)).status)) await new Promise((resolve) => setTimeout(resolve, pollMs))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, next))
}

/** A flow of one gate: a model reads the output and says whether it is what the criteria ask for. */
const judging = (criteria: string): Flow => ({
  format: 'quorum.flow/1',
  name: 'Judge a test',
  description: '',
  settings: {},
  notes: [],
  nodes: [
    { id: 'case', kind: 'input', position: { x: 0, y: 0 }, params: { fields: [{ name: 'output', type: 'text' }] } },
    { id: 'judge', kind: 'gate', position: { x: 304, y: 0 }, params: { check: 'model', criteria } },
    { id: 'yes', kind: 'output', position: { x: 608, y: 0 }, params: { name: 'yes' } },
    { id: 'no', kind: 'output', position: { x: 608, y: 200 }, params: { name: 'no' } },
  ],
  edges: [
    { id: 'e1', source: 'case', target: 'judge' },
    { id: 'e2', source: 'judge', sourcePort: 'pass', target: 'yes' },
    { id: 'e3', source: 'judge', sourcePort: 'fail', target: 'no' },
  ],
})

/** Has a model judge what a case gave: one call. @throws ApiError */
export async function judge(testRunId: string, { caseId, expect, output }: TestResult): Promise<TestRun | null> {
  if (expect.type !== 'judge') return null
  const text = typeof output === 'string' ? output : JSON.stringify(output, null, 2)
  const key = `${testRunId}:${caseId}:judge:${crypto.randomUUID()}`
  const { id } = await startAnyRun({ flow: judging(expect.criteria), input: { output: text } }, key)
  let view = await getRun(id)
  while (!hasEnded(view.status)) {
    await new Promise((resolve) => setTimeout(resolve, pollMs))
    view = await getRun(id)
  }
  const record = view.nodes.judge?.detail
  if (typeof record !== 'object' || record === null || !('pass' in record) || typeof record.pass !== 'boolean')
    throw new Error(view.error?.message ?? 'The model gave no verdict. Judge this one yourself.')
  const reasons = 'reasons' in record && Array.isArray(record.reasons) ? record.reasons.join(' ') : ''
  return noteTest(testRunId, caseId, { verdict: { pass: record.pass, reason: reasons, by: 'the model' } })
}
