import type { Value } from '@quorum/engine'
import { world } from '@quorum/engine/testing'
import { expect, test } from 'vitest'
import { expectSoundBody, flowAround, runPattern, type Says, textOfRequest } from '../pattern/testing.ts'
import { kit } from '../runners.ts'
import { scoutPlanBuildReview as pattern } from './definition.ts'

const phaseOf = (key: string) => /\/(scout|planner|builder|reviewer|deploy)\b(?!-plan)/.exec(key)?.[1] ?? ''
/** Two tasks; reviews as listed, the last one for ever. */
const team = (reviews: readonly Value[]): Says => {
  let next = 0
  return (_, key): Value => {
    if (phaseOf(key) === 'planner') return { tasks: [1, 2].map((n) => ({ task: `task${n}`, details: '' })) }
    if (phaseOf(key) === 'reviewer') return reviews[Math.min(next++, reviews.length - 1)] ?? 'fail'
    return `${phaseOf(key)} done`
  }
}
const yes = { approved: true, findings: [] }
const no = { approved: false, findings: [{ task: 2, finding: 'too slow' }] }
const run = (reviews: readonly Value[], params: Record<string, unknown> = {}, says = team(reviews)) =>
  runPattern(pattern, 'x', { params: { deploy: 'agent', ...params }, says })

test('the phases come in order; what is approved is deployed; calls are T + 5 + 1', async () => {
  const { output, requests, calls } = await run([yes])
  expect(output.deployed).toBe(true)
  expect(output.phases).toMatchObject({ build: [{ name: 'task1' }, { name: 'task2' }], deploy: 'deploy done' })
  const order = requests.map(({ key }) => phaseOf(key))
  expect(order).toEqual(['scout', 'scout', 'scout', 'planner', 'builder', 'builder', 'reviewer', 'deploy'])
  expect(calls).toBe(2 + 5 + 1)
})

test('scouts work at the same time', async () => {
  const all = world({ kit, answer: () => new Promise<Value>(() => {}) })
  await all.start(flowAround(pattern), 'x')
  expect(all.model.asked).toHaveLength(3)
})

test('what is not approved is never deployed; a review that fails approves nothing', async () => {
  for (const review of [no, 'fail', 'nonsense']) {
    const { output, requests } = await run([review])
    expect(output.deployed).toBe(false)
    expect(output.phases).not.toHaveProperty('deploy')
    expect(requests.some(({ key }) => phaseOf(key) === 'deploy')).toBe(false)
  }
})

test('a rework does the tasks the reviewer names again, with the findings, and no more often than allowed', async () => {
  const { output, requests } = await run([no, yes], { rework: 2 })
  const builders = requests.filter(({ key }) => phaseOf(key) === 'builder').map(({ request }) => textOfRequest(request))
  expect(builders).toHaveLength(3)
  expect(builders[2]).toContain('task2')
  expect(builders[2]).toContain('too slow')
  expect(output.deployed).toBe(true)
  const never = await run([no], { rework: 1 })
  expect(never.requests.filter(({ key }) => phaseOf(key) === 'reviewer')).toHaveLength(2)
  expect(never.output.deployed).toBe(false)
})

test('a person approves or refuses before anything is deployed', async () => {
  for (const decision of ['approve', 'reject'] as const) {
    const says = team([yes])
    const all = world({ kit, answer: (request, key) => says(request, key) ?? '' })
    await all.start(flowAround(pattern), 'x')
    expect(all.view().waitingFor).toMatchObject([{ path: 'p/approve', kind: 'approval' }])
    expect(all.model.asked.some((key) => phaseOf(key) === 'deploy')).toBe(false)
    void all.host.signal('r', 'p/approve', { decision })
    await all.clock.settle()
    expect(all.view().output?.deployed).toBe(decision === 'approve')
  }
})

test('one scout may fail; a failed task goes to the review as a failure; a plan without tasks fails', async () => {
  const lame: Says = (request, key) => (/scout-1|builder|build\[0/.test(key) ? 'fail' : team([yes])(request, key))
  const { view, requests } = await run([], {}, lame)
  expect(view.status).toBe('completed')
  expect(textOfRequest(requests.find(({ key }) => phaseOf(key) === 'reviewer')?.request as never)).toContain('Failed: ')
  expect((await run([], { scoutFailures: 0 }, lame)).node?.error?.code).toBe('scouts-failed')
  expect((await run([], {}, () => ({ tasks: [] }))).node?.error?.code).toBe('no-plan')
})

test('a deployment that fails fails the whole', async () => {
  const says: Says = (request, key) => (phaseOf(key) === 'deploy' ? 'fail' : team([yes])(request, key))
  expect((await run([], {}, says)).node?.error?.code).toBe('deploy-failed')
})

test('the inside is made of known kinds and ports', () => {
  for (const deploy of ['human', 'agent', 'none']) expectSoundBody(pattern, { deploy })
})
