import { type FlowFile, flow } from '../fixtures/flows.ts'
import { expect, test } from '../fixtures/test.ts'

/**
 * Patterns whose calls ask for plain texts, and what they give. A kill costs a start of the server: four of them here make
 * five with the council of errors.spec; the others, and MAKER in maker.spec, are killed by `pnpm test:full`.
 */
const patterns = {
  pipeline: 'output',
  'fork-join': 'merged',
  'map-reduce': 'result',
  'todone-board': 'results',
  ...(process.env.QUORUM_FULL
    ? {
        'primary-replica': 'result',
        'parallel-pipeline': 'results',
        'work-stealing-queue': 'results',
        'fan-out': 'results',
      }
    : {}),
}
/** What a browser calls it when a server dies: before, while or after it was spoken to. */
const serverIsGone = /ERR_(CONNECTION_REFUSED|INCOMPLETE_CHUNKED|CONNECTION_RESET|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED)/
const kinds = Object.keys(patterns) as readonly (keyof typeof patterns)[]
/** Those that work through what is drawn inside. */
const drawn = ['todone-board', 'work-stealing-queue', 'fan-out'].filter((kind) => kind in patterns)

const sideBySide = () =>
  flow(
    'Patterns',
    { model: 'local/any', concurrency: 50 },
    [
      { id: 'q', kind: 'input', title: 'List', params: { fields: [{ name: 'list', type: 'list' }] }, at: [1, 800] },
      ...kinds.flatMap((kind, i) => [
        {
          id: kind,
          kind,
          title: `My ${kind}`,
          params: kind === 'map-reduce' ? { chunkSize: 1 } : {},
          at: [400, i * 420] as const,
        },
        { id: `${kind}-out`, kind: 'output', params: { name: kind }, at: [1000, i * 420] as const },
      ]),
      ...drawn.map((parent) => ({ id: `in-${parent}`, kind: 'agent', parent, at: [60, 130] as const })),
    ],
    [
      ...kinds.flatMap((kind) => [`q:list > ${kind}`, `${kind}:${patterns[kind]} > ${kind}-out`]),
      ...drawn.flatMap((kind) => [`${kind}:item > in-${kind}`, `in-${kind} > ${kind}:result`]),
    ],
  )

test('the server is killed in the middle of one pattern after the other: the page comes back and each runs to its end', async ({
  page,
  editor,
  server,
  expectComplaint,
}) => {
  test.setTimeout(20_000 * kinds.length)
  expectComplaint(serverIsGone)
  const { model } = server
  model.reply(/./, 'hold')
  const id = await server.flow(sideBySide())
  const run = await server.run(id, { list: ['one', 'two', 'three'] })
  await editor.open(id)
  await expect(editor.runBar.getByText('Running')).toBeVisible()
  const callsOf = async () => (await server.get<{ usage: { calls: number } }>(`/api/runs/${run}`)).usage.calls
  const open = (kind: string) =>
    model.calls.find(({ key, state }) => key.startsWith(`${run}/${kind}`) && state === 'open')
  let answered = 0

  for (const kind of kinds) {
    // In the middle: one answer is written down, the next call is out.
    await expect.poll(() => open(kind)?.state).toBe('open')
    expect(model.answer(open(kind)?.key ?? '', 'Before.')).toBe(1)
    answered++
    await expect.poll(callsOf).toBe(answered)
    await expect.poll(() => open(kind)?.state).toBe('open')
    await editor.expectStatus(editor.step(`My ${kind}`), 'running')

    await server.kill()
    await expect(editor.runBar.getByText('Connection lost, reconnecting')).toBeVisible()
    await server.restart()
    // The first time it finds out by itself; then it is told, as browsers tell when the network is back.
    if (kind !== kinds[0]) await page.evaluate(() => dispatchEvent(new Event('online')))

    const ended = async () => {
      answered += model.answer(`${run}/${kind}`, 'After.')
      return (await server.get<{ nodes: Record<string, { status: string }> }>(`/api/runs/${run}`)).nodes[kind]?.status
    }
    await expect.poll(ended, { timeout: 15_000, intervals: [50] }).toBe('completed')
    await editor.expectStatus(editor.step(`My ${kind}`), 'completed', 10_000)
  }
  await editor.expectDone()
  expect(await callsOf()).toBe(answered)
  const keys = model.calls.filter(({ state }) => state === 'answered').map(({ key }) => key)
  expect(new Set(keys).size).toBe(keys.length)
})

interface TemplateItem {
  readonly id: string
  readonly title: string
  readonly pattern: string
  readonly flow: FlowFile
  readonly sampleInput: unknown
}
interface RunSeen {
  readonly status: string
  readonly waitingFor: readonly { readonly path: string; readonly kind: string }[]
}
/** Of MAKER the one that asks a person's question: the others take hundreds of steps. */
const chosen: Readonly<Record<string, string>> = { P11: 'ask-until-sure' }

test('the server is killed in the middle of a template of each of the 23 patterns: what was written down stays, and each run ends', async ({
  page,
  editor,
  server,
  expectComplaint,
}) => {
  test.skip(!process.env.QUORUM_FULL, 'long: pnpm test:full')
  test.setTimeout(1_200_000)
  expectComplaint(serverIsGone)
  const { items } = await server.get<{ items: TemplateItem[] }>('/api/templates')
  for (let number = 1; number <= 23; number += 1) {
    const pattern = `P${String(number).padStart(2, '0')}`
    const template = items.find((one) => one.pattern === pattern && one.id === (chosen[pattern] ?? one.id))
    if (!template) throw new Error(`no template shows ${pattern}`)
    await test.step(`${pattern} ${template.title}`, async () => {
      const flowId = await server.flow(template.flow)
      const { id } = await server.post<{ id: string }>('/api/runs', {
        flowId,
        input: template.sampleInput,
        model: 'simulated/standard?latencyMs=1500',
      })
      const seen = () => server.get<RunSeen>(`/api/runs/${id}`)
      const log = async () =>
        (await (await fetch(`${server.url}/api/runs/${id}/history`)).text()).trim().split('\n').slice(1)
      await editor.open(flowId)
      await expect(editor.runBar.getByText(/^(Running|Waiting)/).first()).toBeVisible()
      const written = await log()
      // An answer takes longer than the page does to open.
      expect((await seen()).status, 'killed in the middle').toMatch(/running|waiting/)

      await server.kill()
      await server.restart()
      await page.evaluate(() => dispatchEvent(new Event('online')))
      // Whoever is asked says yes.
      const statusOnceApproved = async () => {
        const { status, waitingFor } = await seen()
        for (const { path } of waitingFor.filter(({ kind }) => kind === 'approval'))
          await server.post(`/api/runs/${id}/signals/${encodeURIComponent(path)}`, { decision: 'approve', by: 'Ada' })
        return status
      }
      await expect.poll(statusOnceApproved, { timeout: 120_000 }).toBe('completed')
      expect((await log()).slice(0, written.length)).toEqual(written)
      await editor.expectDone(10_000)
    })
  }
})
