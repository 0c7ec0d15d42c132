import type { Flow } from '../flow/flow.ts'
import type { SignalIn } from '../node.ts'
import type { RunView } from '../run/view.ts'
import type { Value } from '../value.ts'
import { dyingStore, memoryStore, WorkerDied } from './memoryStore.ts'
import { randomCallees } from './randomFlow.ts'
import { type World, world } from './world.ts'

/** How an undisturbed run and a disturbed one are driven alike. Everything depends on paths only, never on when. */
export interface Script {
  readonly flow: Flow
  readonly input?: Value
  /** What the model says under a key, and after how long; `fail` fails the attempt. */
  answer?(key: string): { readonly text: string; readonly afterMs?: number }
  /** What people send to a waiting step. */
  people?(path: string): SignalIn
}

const STEP_MS = 5_000
const MOST_STEPS = 400

/**
 * What a run came to, without its times and identities. Of several failures the one that is told may depend on which
 * came first, where a join fails at the first of them; that it failed does not.
 */
export const outcomeOf = (view: RunView) => ({
  status: view.status,
  output: view.output,
  failed: view.error !== null,
  nodes: Object.fromEntries(Object.entries(view.nodes).map(([id, node]) => [id, [node.status, node.counts]])),
})

export const hasEnded = (view: RunView): boolean => ['completed', 'failed', 'cancelled'].includes(view.status)

/** People and programs answer these; time brings the others. */
const answerable = (kind: RunView['waitingFor'][number]['kind']): boolean => kind === 'approval' || kind === 'signal'

/** A world in which the script's model answers; time is the world's own. */
export function scripted(script: Script, options: Parameters<typeof world>[0] = {}): World {
  const made: World = world({
    ...options,
    answer: (_, key) => {
      const { text, afterMs = 0 } = script.answer?.(key) ?? { text: 'ok' }
      if (afterMs === 0) return text
      return new Promise((resolve) => {
        made.clock.at(made.clock.now() + afterMs, () => resolve(text))
      })
    },
  })
  return made
}

/** Lets time pass and people answer until the run has ended, or until nothing moves it any more. */
export async function toTheEnd(w: World, script: Pick<Script, 'people'> = {}, id = 'r'): Promise<RunView> {
  for (let step = 0; step < MOST_STEPS && w.host.active() > 0 && !hasEnded(w.view(id)); step++) {
    const before = w.view(id).seq
    for (const { kind, path } of w.view(id).waitingFor)
      if (answerable(kind)) void w.host.signal(id, path, script.people?.(path) ?? { decision: 'approve', by: 'ann' })
    await w.clock.settle()
    if (w.host.active() > 0 && w.view(id).seq === before) await w.clock.pass(STEP_MS)
  }
  return w.view(id)
}

export const begin = (w: World, { flow, input = null }: Script): Promise<void> =>
  w.start(flow, input, 'r', null, randomCallees)

/** The run without disturbance. */
export async function undisturbed(script: Script): Promise<{ readonly w: World; readonly view: RunView }> {
  const w = scripted(script)
  await begin(w, script)
  return { w, view: await toTheEnd(w, script) }
}

/** The run whose worker dies at its `crashPoint`-th commit, and what the next worker makes of it. Null: it never came to that commit. */
export async function withCrash(script: Script, crashPoint: number, torn: boolean) {
  const store = memoryStore()
  const first = scripted(script, { store, through: (inner) => dyingStore(inner, crashPoint, torn) })
  await begin(first, script)
  for (let step = 0; step < MOST_STEPS && first.bugs.length === 0 && first.host.active() > 0; step++) {
    for (const { kind, path } of first.host.view('r')?.waitingFor ?? [])
      if (answerable(kind))
        void first.host.signal('r', path, script.people?.(path) ?? { decision: 'approve', by: 'ann' })
    await first.clock.settle()
    if (first.bugs.length === 0) await first.clock.pass(STEP_MS)
  }
  const unexpected = first.bugs.filter((bug) => !(bug instanceof WorkerDied))
  if (first.bugs.length === 0) return null
  const recorded = answered(store.logs.get('r') ?? [])
  const logged = store.logs.get('r')?.length ?? 0
  const second = scripted(script, { store, clock: first.clock })
  second.host.resumeAll()
  await second.clock.settle()
  const view = await toTheEnd(second, script)
  return {
    view,
    first,
    second,
    /** Events in the log when the worker died. */
    logged,
    bugs: [...unexpected, ...second.bugs],
    /** Calls made again although their answer was in the log: must be none. */
    repeated: second.model.asked.filter((key) => recorded.has(key)),
  }
}

/** The keys under which answers are in a log. */
function answered(log: readonly string[]): Set<string> {
  const keys = new Set<string>()
  const attempts = new Map<string, number>()
  for (const text of log) {
    const event = JSON.parse(text)
    if (event.type === 'node.started') attempts.set(event.path, event.attempt)
    if (event.type !== 'step.completed') continue
    const part = event.key === 'answer' ? event.path : `${event.path}/${event.key}`
    keys.add(`r/${part}/${attempts.get(event.path)}`)
  }
  return keys
}
