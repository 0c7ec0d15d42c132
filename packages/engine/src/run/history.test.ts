import fc from 'fast-check'
import { expect, test } from 'vitest'
import { acyclicFlow, flowOf, loopingFlow, runs, testKit, type World, world } from '../testing/index.ts'
import { RunHistory } from './history.ts'
import type { RunView } from './view.ts'

const anyFlow = fc.oneof(acyclicFlow(), loopingFlow)

function historyOf(w: World): RunHistory {
  const record = w.store.records.get('r')
  if (!record) throw new Error('no run')
  const history = new RunHistory(record, testKit)
  for (const event of w.log()) history.add(event)
  return history
}

test('the replay at a moment shows what the run showed then', async () => {
  await fc.assert(
    fc.asyncProperty(anyFlow, fc.nat(3), async (flow, failing) => {
      let calls = 0
      const w = world({ answer: () => (failing > 0 && ++calls % 4 < failing ? 'fail' : 'ok') })
      await w.start(flow, 0)
      const live: RunView[] = [w.view()]
      for (let turn = 0; turn < 60 && w.view().status === 'running'; turn++) {
        await w.clock.pass(500)
        live.push(w.view())
      }
      const history = historyOf(w)
      expect(history.at(history.length)).toEqual(w.view())
      for (const view of live) expect(history.at(view.seq)).toEqual(view)
    }),
    runs(80),
  )
})

test('before a retry the replay shows the failure, after it what came of the retry', async () => {
  const flow = flowOf({ a: 'ask', b: ['ask', {}, { policy: { attempts: 1 } }], out: 'output' }, ['a>b', 'b>out'])
  let mended = false
  const w = world({ answer: (_, key) => (!mended && key.includes('/b/') ? 'fail' : 'ok') })
  await w.start(flow)
  const failed = w.view()
  mended = true
  const record = w.store.records.get('r')
  if (!record) throw new Error('no run')
  await Promise.all([w.host.retry(record, {}), w.clock.settle()])
  await w.clock.pass(10)
  const history = historyOf(w)
  expect(failed.status).toBe('failed')
  expect(history.at(failed.seq)).toEqual(failed)
  expect(history.at(failed.seq + 1).status).toBe('running')
  expect(history.at(history.length)).toEqual(w.view())
  expect(history.at(history.length).status).toBe('completed')
})
