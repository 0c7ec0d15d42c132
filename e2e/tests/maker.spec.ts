import { fileURLToPath } from 'node:url'
import type { Server } from '../fixtures/server.ts'
import { expect, test } from '../fixtures/test.ts'

const steps = 2 ** 20 - 1
const million = { disks: '20', p: '0.9978', v: '0.97', k: 'auto', t: '0.95', seed: '1' }

/**
 * Move `step` of the tower, in the four characters the log has it in. A known closed form by the bits of the step's number,
 * which shares nothing with the program; its two free pegs change places, since here disk 1 goes 0 → 1 → 2.
 */
function oracle(step: number): string {
  const turned = [0, 2, 1]
  const from = turned[(step & (step - 1)) % 3]
  const to = turned[((step | (step - 1)) + 1) % 3]
  const disk = 32 - Math.clz32(step & -step)
  return `${disk.toString(36)}${from}${to}`
}

async function decisions(server: Server, runId: string): Promise<{ total: number; wrong: number }> {
  const wrong: number[] = []
  let total = 0
  for (let after = 0, more = true; more; ) {
    const { items } = await server.get<{ items: { seq: number; page?: { from: number; actions: string } }[] }>(
      `/api/runs/${runId}/log?after=${after}&limit=200`,
    )
    for (const { page } of items) {
      if (!page) continue
      for (let at = 0; at < page.actions.length / 3; at++, total++)
        if (page.actions.slice(3 * at, 3 * at + 3) !== oracle(page.from + at + 1)) wrong.push(page.from + at + 1)
    }
    after = items.at(-1)?.seq ?? after
    more = items.length === 200
  }
  return { total, wrong: wrong.length }
}

test('a million steps are watched, survive a kill in the middle, and none is wrong', async ({
  page,
  editor,
  server,
  expectComplaint,
}) => {
  test.skip(!process.env.QUORUM_FULL, 'long: pnpm test:full')
  test.setTimeout(180_000)
  expectComplaint(/Failed to load resource|ERR_/)
  const { flow } = await server.template('maker-hanoi', {})
  const flowId = await server.flow(flow)
  await editor.open(flowId)
  await editor.run()
  const form = page.getByRole('dialog', { name: 'Run with' })
  for (const [name, value] of Object.entries(million)) {
    const field = flow.nodes
      .flatMap(({ params }) => (params?.fields ?? []) as { name: string; label: string }[])
      .find((one) => one.name === name)
    await form.getByLabel(field?.label ?? name).fill(value)
  }
  // 1,048,575 × 3.0133 / 0.97 calls, said before it starts.
  await expect(form.getByText(/3\.3M calls/)).toBeVisible({ timeout: 20_000 })
  await form.getByRole('button', { name: 'Run', exact: true }).click()

  const maker = editor.step('MAKER')
  await editor.expectStatus(maker, 'running', 20_000)
  const [{ id: runId } = { id: '' }] = (await server.get<{ items: { id: string }[] }>('/api/runs?limit=1')).items
  const done = async () => {
    const { nodes } = await server.get<{ nodes: Record<string, { progress: { done: number } | null }> }>(
      `/api/runs/${runId}`,
    )
    return nodes.maker?.progress?.done ?? 0
  }
  await maker.click()
  await page.getByRole('tab', { name: 'Last run' }).click()
  await expect.poll(done, { timeout: 60_000, intervals: [20] }).toBeGreaterThan(steps / 4)
  await server.kill()
  await expect(editor.runBar.getByText('Connection lost, reconnecting')).toBeVisible({ timeout: 15_000 })
  await server.restart()
  expect(await done()).toBeGreaterThan(steps / 4)
  await editor.expectDone(90_000)

  expect(await decisions(server, runId)).toEqual({ total: steps, wrong: 0 })
  const { output } = await server.get<{ output: Record<string, Record<string, unknown>> }>(`/api/runs/${runId}`)
  expect(output.report).toMatchObject({ solved: true, steps, k: 3, wrong: 0, undecided: 0 })
  await expect(maker).toContainText('1,048,575 steps · all right')

  // Any of them can be opened.
  const inspector = editor.inspector
  await inspector.getByLabel('Show step').fill('524288')
  await inspector.getByRole('button', { name: 'Show', exact: true }).click()
  await expect(inspector.getByRole('heading', { name: 'Vote on step 524,288' })).toBeVisible()
  await expect(inspector.getByText(/^\[20,0,2\] won after \d+ votes/)).toBeVisible({ timeout: 15_000 })
  if (process.env.QUORUM_PICTURES)
    await page.screenshot({ path: fileURLToPath(new URL('../../docs/images/maker-million.png', import.meta.url)) })
})
