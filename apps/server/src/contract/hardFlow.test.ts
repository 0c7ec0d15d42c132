import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { outcomeOf } from '@quorum/engine/testing'
import { afterEach, expect, test } from 'vitest'
import { raceInLoopInPoolFlow } from './flows.ts'
import { type ModelEndpoint, startModelEndpoint } from './modelEndpoint.ts'
import { ended, type ServerProcess, startServer, waitFor } from './serverProcess.ts'

const open: { endpoint?: ModelEndpoint; server?: ServerProcess; data?: string } = {}

afterEach(async () => {
  await open.server?.kill()
  await open.endpoint?.close()
  if (open.data) rmSync(open.data, { recursive: true, force: true })
})

/** `p[1]/quick#2` of `<run>/p[1]/quick#2/1`. */
const pathOf = (key: string): string => key.split('/').slice(1, -1).join('/')
const isQuick = (key: string): boolean => key.includes('/quick#')

test('a race in a loop in a pool of three, killed in round 2 of one item: the outcome of an undisturbed run, and no other item or round touched', async () => {
  open.data = mkdtempSync(join(tmpdir(), 'quorum-hard-'))
  const endpoint = await startModelEndpoint((_, key) => `said by ${pathOf(key)}`)
  open.endpoint = endpoint
  const env = { QUORUM_MODEL_URL: endpoint.url }
  const server = await startServer(open.data, env)
  open.server = server
  const flow = raceInLoopInPoolFlow('local/any')
  const input = { list: ['a', 'b', 'c'] }

  endpoint.hold(isQuick)
  const expected = await server.until(await server.run(flow, input), ended)
  expect(expected).toMatchObject({
    status: 'completed',
    output: { result: [0, 1, 2].map((item) => `said by p[${item}]/quick#3`) },
    nodes: { first: { counts: { completed: 9 } }, slow: { counts: { completed: 0, cancelled: 9 } } },
  })

  // The first item is through, the second stands in its round 2, the third in its round 1.
  const begun = endpoint.calls.length
  endpoint.hold((key) => isQuick(key) && !key.includes('p[1]/quick#2') && !key.includes('p[2]'))
  const id = await server.run(flow, input)
  const mine = () => endpoint.calls.slice(begun)
  const inFlight = ['p[1]/quick#2', 'p[1]/slow#2', 'p[2]/quick#1', 'p[2]/slow#1']
  await server.until(id, (view) => view.nodes.p?.counts.completed === 1)
  await waitFor(async () =>
    inFlight.every((path) => mine().some(({ key, state }) => pathOf(key) === path && state === 'open')),
  )
  const { items: before } = await server.get<{ items: { seq: number }[] }>(`/api/runs/${id}/log?limit=200`)
  await server.kill()
  await waitFor(async () => endpoint.calls.every(({ state }) => state !== 'open'))
  const asked = mine().length

  endpoint.hold(isQuick)
  const next = await startServer(open.data, env)
  open.server = next
  const view = await next.until(id, ended)
  expect(outcomeOf(view)).toEqual(outcomeOf(expected))

  // Asked again is what was in flight, under the same keys; else only the rounds that had not begun.
  const again = mine()
    .slice(asked)
    .map(({ key }) => key)
  const keysBefore = new Set(
    mine()
      .slice(0, asked)
      .map(({ key }) => key),
  )
  expect(
    again
      .filter((key) => keysBefore.has(key))
      .map(pathOf)
      .toSorted(),
  ).toEqual(inFlight)
  expect(
    again
      .filter((key) => isQuick(key))
      .map(pathOf)
      .toSorted(),
  ).toEqual(['p[1]/quick#2', 'p[1]/quick#3', 'p[2]/quick#1', 'p[2]/quick#2', 'p[2]/quick#3'])
  const { items: after } = await next.get<{ items: { path?: string }[] }>(
    `/api/runs/${id}/log?limit=200&after=${before.at(-1)?.seq ?? 0}`,
  )
  const touched = after.flatMap(({ path }) => (path?.startsWith('p[') ? [path] : []))
  expect(touched.filter((path) => path.startsWith('p[0]') || /^p\[1\].*#1$/.test(path))).toEqual([])
}, 60_000)
