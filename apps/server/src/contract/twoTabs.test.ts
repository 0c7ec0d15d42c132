import fc from 'fast-check'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { testServer } from '../testing/testServer.ts'

/**
 * The editor's own autosave, journal and session in two tabs of one browser, against this server. The editor is another
 * package with another set of types, so it comes by its address; the few calls that are used are named here.
 */
const editor = new URL('../../../editor/src/document/', import.meta.url)
const load = <T>(file: string): Promise<T> => import(new URL(file, editor).href)

interface Flow {
  readonly name: string
  readonly notes: readonly { readonly text: string }[]
}
interface Document {
  getState(): {
    readonly id: string | null
    readonly flow: Flow
    readonly save: { readonly status: string }
    readonly readOnly: string | false
  }
}
type Answer = { status: string; stored?: { id: string; revision: number; flow: Flow; updatedAt: string | null } }
interface FlowApi {
  get(id: string): Promise<Answer>
  put(id: string, revision: number, flow: Flow): Promise<Answer>
  create(flow: Flow): Promise<Answer>
}
interface Opened {
  readonly status: string
  close(): void
  editHere(): Promise<void>
}
interface Code {
  readonly document: { useDocument: Document; dispatch(command: unknown): boolean }
  readonly session: {
    openSession(id: string, deps: object): Promise<Opened>
    keepMineAsCopy(deps: object): Promise<{ id: string } | { reason: string }>
  }
  readonly journal: { journalOver(store: object, tabs: object): object }
  readonly turns: { joinTurns(id: string, listener: object, browser: object): object }
}

/** Two tabs have nothing in common but the browser's storage: each has the code for itself. */
async function loadCode(): Promise<Code> {
  vi.resetModules()
  const [document, session, journal, turns] = await Promise.all([
    load<Code['document']>('documentStore.ts'),
    load<Code['session']>('session.ts'),
    load<Code['journal']>('journal.ts'),
    load<Code['turns']>('turns.ts'),
  ])
  return { document, session, journal, turns }
}

let codes: readonly Code[] = []
beforeAll(async () => {
  vi.stubGlobal('addEventListener', () => undefined)
  vi.stubGlobal('removeEventListener', () => undefined)
  vi.stubGlobal('document', { addEventListener: () => undefined, removeEventListener: () => undefined })
  codes = [await loadCode(), await loadCode()]
}, 60_000)
afterAll(() => vi.unstubAllGlobals())

const never = new Promise<never>(() => undefined)

/** The locks of a browser and the channel between its tabs. A dead tab lets go of what it holds, and says nothing more. */
function tabsOfOneBrowser(alive: ReadonlySet<string>) {
  interface Claim {
    readonly tab: string
    start(): void
    steal(): void
  }
  let held: Claim | null = null
  let line: Claim[] = []
  const ears = new Map<string, (message: object) => void>()
  const passOn = (): void => {
    if (held) return
    held = line.shift() ?? null
    held?.start()
  }
  return {
    of: (tab: string) => ({
      locks: {
        request: (
          _name: string,
          { steal, signal }: { steal?: true; signal?: AbortSignal },
          hold: () => Promise<void>,
        ) =>
          new Promise<void>((resolve, reject) => {
            const claim: Claim = {
              tab,
              steal: () => reject(new Error('stolen')),
              start: () =>
                queueMicrotask(async () => {
                  await hold()
                  if (held !== claim) return
                  held = null
                  resolve()
                  passOn()
                }),
            }
            signal?.addEventListener('abort', () => {
              line = line.filter((one) => one !== claim)
            })
            if (steal) {
              held?.steal()
              held = claim
              claim.start()
            } else {
              line.push(claim)
              passOn()
            }
          }),
      },
      open(_name: string, hear: (message: object) => void) {
        ears.set(tab, hear)
        return {
          post(message: object) {
            for (const [other, tell] of ears)
              if (other !== tab && alive.has(tab)) queueMicrotask(() => alive.has(other) && tell(message))
          },
          close: () => void ears.delete(tab),
        }
      },
    }),
    die(tab: string): void {
      ears.delete(tab)
      line = line.filter((claim) => claim.tab !== tab)
      if (held?.tab === tab) held = null
      passOn()
    },
  }
}

type Step =
  | { readonly do: 'edit' | 'take' | 'kill' | 'open' | 'close' | 'offline' | 'online' | 'copy'; readonly tab: 0 | 1 }
  | { readonly do: 'wait'; readonly ms: number }

const tab = fc.constantFrom<0 | 1>(0, 1)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: tab.map((at): Step => ({ do: 'edit', tab: at })) },
  { weight: 4, arbitrary: fc.constantFrom(0, 100, 499, 500, 1_000, 16_000).map((ms): Step => ({ do: 'wait', ms })) },
  {
    weight: 5,
    arbitrary: fc
      .tuple(fc.constantFrom('take', 'kill', 'open', 'close', 'offline', 'online', 'copy' as const), tab)
      .map(([what, at]): Step => ({ do: what, tab: at })),
  },
)

test('two tabs, any interleaving of edits, turns, deaths, outages and conflicts: one edits, and no edit is lost', async () => {
  const { call } = await testServer()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  onTestFinished(() => void vi.useRealTimers())
  const answer = async (method: string, path: string, body?: Flow, revision?: number): Promise<Answer> => {
    const { status, body: said } = await call(method, path, body, revision ? { 'if-match': `"${revision}"` } : {})
    if (status === 412) return { status: 'stale' }
    if (status >= 400) return { status: 'refused' }
    const stored = said as NonNullable<Answer['stored']>
    return { status: 'ok', stored: { ...stored, flow: stored.flow ?? body, updatedAt: null } }
  }
  const idle = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)

  const play = async (steps: readonly Step[]): Promise<void> => {
    const made = await answer('POST', '/api/flows', {
      format: 'quorum.flow/1',
      name: 'F',
      nodes: [],
      edges: [],
    } as never)
    const id = made.stored?.id ?? ''
    const entries = new Map<string, object>()
    const alive = new Set<string>()
    const browser = tabsOfOneBrowser(alive)
    let tabs = 0
    let edits = 0
    const open: ({ name: string; online: boolean; session: Opened; deps: object } | null)[] = [null, null]

    const openTab = async (at: 0 | 1): Promise<void> => {
      const code = codes[at]
      if (open[at] || !code) return
      const mine = { name: `t${tabs++}`, online: true }
      alive.add(mine.name)
      // A tab that died sends nothing and hears nothing any more.
      const living = async <T>(work: () => Promise<T>): Promise<T> => {
        if (!alive.has(mine.name)) return never
        const result = await work()
        return alive.has(mine.name) ? result : never
      }
      const reached = (work: () => Promise<Answer>): Promise<Answer> =>
        living(async () => (mine.online ? work() : { status: 'offline' }))
      const api: FlowApi = {
        get: (flow) => reached(() => answer('GET', `/api/flows/${flow}`)),
        put: (flow, revision, body) => reached(() => answer('PUT', `/api/flows/${flow}`, body, revision)),
        create: (body) => reached(() => answer('POST', '/api/flows', body)),
      }
      const journal = code.journal.journalOver(
        {
          all: () =>
            living(async () => [...entries].flatMap(([key, one]) => (key.startsWith(id) ? [{ ...one, key }] : []))),
          put: (key: string, entry: object) => living(async () => void entries.set(key, structuredClone(entry))),
          delete: (key: string) => living(async () => void entries.delete(key)),
        },
        { mine: async () => mine.name, open: async () => alive },
      )
      const turns = (flow: string, listener: object) => code.turns.joinTurns(flow, listener, browser.of(mine.name))
      const deps = { api, journal, turns }
      const opening = code.session.openSession(id, deps)
      let session: Opened | undefined
      void opening.then((it) => {
        session = it
      })
      // Who finds the turn taken waits a moment for it.
      while (!session) await idle(10)
      expect(session.status).toBe('open')
      open[at] = Object.assign(mine, { session, deps })
    }
    const take: Record<Exclude<Step['do'], 'wait'>, (at: 0 | 1) => unknown> = {
      open: openTab,
      edit: (at) => {
        if (!open[at]) return
        const note = { id: `n${edits}`, text: `edit ${edits}`, position: { x: 0, y: 0 } }
        if (codes[at]?.document.dispatch({ type: 'addNote', note })) edits++
      },
      take: (at) => {
        void open[at]?.session.editHere()
      },
      kill: (at) => {
        const tab = open[at]
        if (!tab) return
        alive.delete(tab.name)
        tab.session.close()
        browser.die(tab.name)
        open[at] = null
      },
      close: async (at) => {
        const tab = open[at]
        if (!tab) return
        tab.session.close()
        await idle(0)
        alive.delete(tab.name)
        open[at] = null
      },
      offline: (at) => open[at] && Object.assign(open[at], { online: false }),
      online: (at) => open[at] && Object.assign(open[at], { online: true }),
      copy: async (at) => {
        const [tab, code] = [open[at], codes[at]]
        if (!tab || code?.document.useDocument.getState().save.status !== 'conflict') return
        await code.session.keepMineAsCopy(tab.deps)
      },
    }
    for (const one of steps) {
      if (one.do === 'wait') await idle(one.ms)
      else await take[one.do](one.tab)
      await idle(0)
    }
    await idle(2_000)
    const editing = ([0, 1] as const).filter(
      (at) => open[at] && codes[at]?.document.useDocument.getState().readOnly === false,
    )
    expect(editing).toHaveLength(open[0] || open[1] ? 1 : 0)
    // Everybody comes back, decides what is to be decided, and waits.
    for (const at of [0, 1] as const) take.kill(at)
    for (const at of [0, 1] as const) {
      await openTab(at)
      await idle(1_000)
      await take.copy(at)
      await idle(1_000)
      take.kill(at)
    }
    const { body } = await call('GET', '/api/flows?limit=100')
    const { items } = body as { items: { id: string }[] }
    const kept = new Set<string>()
    for (const item of items) {
      const { stored } = await answer('GET', `/api/flows/${item.id}`)
      for (const { text } of stored?.flow.notes ?? []) kept.add(text)
      await call('DELETE', `/api/flows/${item.id}`, undefined, { 'if-match': `"${stored?.revision}"` })
    }
    expect([...kept].toSorted()).toEqual(Array.from({ length: edits }, (_, at) => `edit ${at}`).toSorted())
    expect([...entries.keys()]).toEqual([])
  }
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 30 }), play), {
    numRuns: process.env.QUORUM_FULL ? 400 : 15,
  })
}, 120_000)
