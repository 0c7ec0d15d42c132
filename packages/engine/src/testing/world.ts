import { Flow, type FlowFile } from '../flow/flow.ts'
import { validateFlow } from '../flow/validate.ts'
import type { HttpClient } from '../http.ts'
import type { ModelClient } from '../model.ts'
import type { Kit } from '../node.ts'
import type { RunBackend, RunRecord, RunStore } from '../run/backend.ts'
import type { RunEvent } from '../run/event.ts'
import { createHost } from '../run/host.ts'
import { applyPatch, type RunView } from '../run/view.ts'
import type { Sandbox } from '../sandbox.ts'
import type { Value } from '../value.ts'
import { type FakeClock, fakeClock } from './fakeClock.ts'
import { testKit } from './kit.ts'
import { type MemoryStore, memoryStore } from './memoryStore.ts'
import { scriptedModel } from './scriptedModel.ts'

/** Writes a flow in a few lines: `{ a: 'pass', g: ['gate', {…}] }` and `'a>b'`, `'g.pass>b'`, `'b>a*3'` (at most three rounds). */
export function flowOf(
  nodes: Record<
    string,
    string | readonly [kind: string, params: Record<string, unknown>, more?: Record<string, unknown>]
  >,
  edges: readonly string[],
  settings: FlowFile['settings'] = {},
): Flow {
  return Flow.parse({
    format: 'quorum.flow/1',
    name: 'test',
    settings,
    nodes: Object.entries(nodes).map(([id, of]) =>
      typeof of === 'string' ? { id, kind: of, params: {} } : { id, kind: of[0], params: of[1], ...of[2] },
    ),
    edges: edges.map((text, index) => {
      const parts = /^(\w+)(?:\.(\w+))?>(\w+)(?:\.(\w+))?(?:\*(\d+))?$/.exec(text)
      if (!parts) throw new Error(`“${text}” is no edge`)
      const [, source, sourcePort, target, targetPort, rounds] = parts
      return {
        id: `e${index}`,
        source,
        target,
        ...(sourcePort ? { sourcePort } : {}),
        ...(targetPort ? { targetPort } : {}),
        ...(rounds ? { maxRounds: Number(rounds) } : {}),
      }
    }),
  })
}

export interface World {
  readonly clock: FakeClock
  readonly store: MemoryStore
  readonly host: RunBackend
  readonly model: ModelClient & { readonly asked: string[] }
  readonly bugs: unknown[]
  /** Views folded from patches alone, by run. */
  readonly folded: Map<string, RunView>
  start(
    flow: Flow,
    input?: Value,
    id?: string,
    source?: RunRecord['source'],
    callees?: RunRecord['callees'],
  ): Promise<void>
  view(id?: string): RunView
  log(id?: string): RunEvent[]
}

export interface WorldOptions {
  readonly kit?: Kit
  readonly answer?: Parameters<typeof scriptedModel>[0]
  readonly http?: HttpClient
  readonly sandbox?: Sandbox
  readonly store?: MemoryStore
  /** Put between the host and the store, e.g. to let it die. */
  readonly through?: (store: MemoryStore) => RunStore
  readonly clock?: FakeClock
  readonly maxWorking?: number
  readonly onStall?: (error: unknown) => void
}

/** A whole backend on a fake clock and an in-memory store. */
export function world(options: WorldOptions = {}): World {
  const clock = options.clock ?? fakeClock()
  const store = options.store ?? memoryStore()
  const kit = options.kit ?? testKit
  const model = scriptedModel(options.answer ?? (() => 'yes'))
  const bugs: unknown[] = []
  const folded = new Map<string, RunView>()
  const host = createHost({
    store: options.through?.(store) ?? store,
    kit,
    models: model,
    http: options.http ?? noHttp,
    services: { call: () => Promise.reject(new Error('no services in this test')) },
    sandbox: options.sandbox ?? noSandbox,
    clock,
    watched: () => true,
    onPatch(runId, patch, view) {
      const before = folded.get(runId)
      folded.set(runId, before ? applyPatch(before, patch) : view())
    },
    onDelta() {},
    onEnd() {},
    onBug: (error) => bugs.push(error),
    ...(options.onStall ? { onStall: options.onStall } : {}),
    ...(options.maxWorking === undefined ? {} : { maxWorking: options.maxWorking }),
  })
  const view = (id = 'r') => {
    const found = host.view(id) ?? store.ended.get(id)
    if (!found) throw new Error(`no run ${id}`)
    return found
  }
  return {
    clock,
    store,
    host,
    model,
    bugs,
    folded,
    async start(flow, input = null, id = 'r', source = null, callees = {}) {
      const errors = validateFlow(flow, kit).filter((issue) => issue.severity === 'error')
      if (errors.length > 0) throw new Error(errors.map((issue) => issue.message).join('\n'))
      const record: RunRecord = { id, flowId: null, revision: null, flow, input, seed: 1, model: null, source, callees }
      store.add(record)
      void host.start(record)
      await clock.settle()
    },
    view,
    log: (id = 'r') => [...store.events(id)],
  }
}

const noHttp: HttpClient = { call: () => Promise.reject(new Error('no HTTP in this test')) }

const noSandbox: Sandbox = {
  run: () => Promise.reject(new Error('no sandbox in this test')),
  render: () => Promise.reject(new Error('no sandbox in this test')),
}
