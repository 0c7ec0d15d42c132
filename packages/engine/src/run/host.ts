import { StepFailure } from '../failure.ts'
import { advance } from './advance.ts'
import { attempt } from './attempt.ts'
import {
  type Addition,
  type HostPorts,
  type PostResult,
  type RunBackend,
  type RunRecord,
  Unwritable,
} from './backend.ts'
import { breakRun, openRun, reopenRun } from './create.ts'
import type { RunEvent } from './event.ts'
import { Register } from './register.ts'
import type { RunState } from './state.ts'
import { Stop } from './stop.ts'
import type { Message, Task, Turn } from './turn.ts'
import type { RunView } from './view.ts'

/** At most twenty patches a second per run (API.md, SSE). */
const PATCH_MS = 50
/** Telling what happens may take a tenth of the time: a patch of thousands of steps keeps the next one waiting. */
const PATCH_SHARE = 0.1
const RETRY_COMMIT_MS = 1_000
/** How long one turn of the event loop may work before it lets others in. */
const SLICE_MS = 10

interface LiveRun {
  readonly record: RunRecord
  readonly state: RunState
  /** Not yet in the store. */
  events: RunEvent[]
  /** Start once the events before them are durable (ARCHITECTURE P2). */
  tasks: Task[]
  committed: (() => void)[]
  more: boolean
  /** The next commit takes back that it had ended. */
  reopened: boolean
  /** Calls in flight and the tokens they may take: they count against the budget before they have an answer. */
  readonly pending: { calls: number; tokens: number }
  readonly running: Register<string, Stop>
  readonly timers: Register<string, () => void>
  patch: (() => void) | null
  /** How long the last patch took to make, ms. */
  patchTook: number
  /** The view at its end, as it was stored. */
  last: RunView | null
  /** It ends because of a fault of ours. */
  broken: boolean
}

/** The embedded backend: all runs of one process, one group commit per turn of the event loop. */
export function createHost(ports: HostPorts): RunBackend {
  return new EmbeddedHost(ports)
}

class EmbeddedHost implements RunBackend {
  readonly #ports: HostPorts
  readonly #runs = new Map<string, LiveRun>()
  readonly #dirty = new Set<LiveRun>()
  /** Runs at work: all but those that only wait for time or people. */
  readonly #working = new Set<LiveRun>()
  /** Begun as soon as fewer are at work, in order. */
  readonly #queue = new Map<string, RunRecord>()
  #flushing = false
  /** The store refuses to write; nothing goes on until it does again. */
  #stalled = false
  #stopped = false

  constructor(ports: HostPorts) {
    this.#ports = ports
  }

  start(record: RunRecord): Promise<'begun' | 'queued'> {
    if (this.#stopped || this.#runs.has(record.id)) return Promise.resolve('begun')
    if (this.#working.size >= this.#most) {
      this.#queue.set(record.id, record)
      return Promise.resolve('queued')
    }
    const run = this.#open(record)
    return new Promise((resolve) => {
      run.committed.push(() => resolve('begun'))
      this.#mark(run)
    })
  }

  resumeAll(): void {
    for (const record of this.#ports.store.unfinished()) {
      if (this.#runs.has(record.id)) continue
      // What has begun goes on at once: it had its place before.
      if (this.#working.size < this.#most || hasBegun(this.#ports.store, record)) this.#tryOpen(record)
      else this.#queue.set(record.id, record)
    }
  }

  get #most(): number {
    return this.#ports.maxWorking ?? Number.POSITIVE_INFINITY
  }

  #tryOpen(record: RunRecord): void {
    try {
      this.#open(record)
    } catch (error) {
      this.#ports.onBug(error)
    }
  }

  /** Lets queued runs begin while there are free places. */
  #admit(): void {
    for (const record of this.#queue.values()) {
      if (this.#stopped || this.#working.size >= this.#most) return
      this.#queue.delete(record.id)
      this.#tryOpen(record)
    }
  }

  cancel(runId: string, at: Parameters<RunBackend['cancel']>[1] = {}): Promise<PostResult> {
    return this.#ask(runId, { type: 'cancel', ...at })
  }

  signal(runId: string, path: string, signal: Parameters<RunBackend['signal']>[2]): Promise<PostResult> {
    return this.#ask(runId, { type: 'signal', path, signal })
  }

  pause(runId: string): Promise<PostResult> {
    return this.#ask(runId, { type: 'pause' })
  }

  resume(runId: string): Promise<PostResult> {
    return this.#ask(runId, { type: 'resume' })
  }

  step(runId: string): Promise<PostResult> {
    return this.#ask(runId, { type: 'stepOnce' })
  }

  retry(record: RunRecord, wish: Parameters<RunBackend['retry']>[1]): Promise<PostResult> {
    if (this.#stopped || this.#runs.has(record.id)) return Promise.resolve('not-waiting')
    const { store, kit, clock } = this.#ports
    const opened = reopenRun(record, kit, store, wish, clock.now())
    if (!opened) return Promise.resolve('not-waiting')
    const run = this.#adopt(record, opened)
    run.reopened = true
    return new Promise((resolve) => {
      run.committed.push(() => resolve('ok'))
      this.#mark(run)
    })
  }

  add(runId: string, path: string, more: Addition): Promise<PostResult> {
    return this.#ask(runId, { type: 'add', path, ...more })
  }

  skip(runId: string, path: string): Promise<PostResult> {
    return this.#ask(runId, { type: 'skip', path })
  }

  finish(runId: string, path: string): Promise<PostResult> {
    return this.#ask(runId, { type: 'finish', path })
  }

  view(runId: string) {
    const run = this.#runs.get(runId)
    if (!run) return null
    // Nobody is shown what a crash could take back.
    if (!this.#commit()) return null
    return run.state.view.view(run.state)
  }

  active(): number {
    return this.#runs.size
  }

  queued(): number {
    return this.#queue.size
  }

  stop(): void {
    this.#commit()
    this.#stopped = true
    for (const run of this.#runs.values()) this.#release(run)
    this.#runs.clear()
    this.#working.clear()
    this.#queue.clear()
  }

  #open(record: RunRecord): LiveRun {
    const { store, kit, clock } = this.#ports
    return this.#adopt(record, openRun(record, kit, store, clock.now()))
  }

  #adopt(record: RunRecord, { state, turn }: ReturnType<typeof openRun>): LiveRun {
    const run: LiveRun = {
      record,
      state,
      events: [],
      tasks: [],
      committed: [],
      more: false,
      reopened: false,
      pending: { calls: 0, tokens: 0 },
      running: new Register(),
      timers: new Register(),
      patch: null,
      patchTook: 0,
      last: null,
      broken: false,
    }
    this.#runs.set(record.id, run)
    this.#working.add(run)
    this.#take(run, turn)
    return run
  }

  #ask(runId: string, message: Message): Promise<PostResult> {
    const queued = this.#queue.get(runId)
    this.#queue.delete(runId)
    const run = this.#runs.get(runId) ?? (queued && this.#open(queued))
    if (!run) return Promise.resolve('ended')
    const reply = this.#post(run, message)
    return new Promise((resolve) => {
      run.committed.push(() => resolve(reply))
      this.#mark(run)
    })
  }

  #post(run: LiveRun, message: Message): PostResult {
    if (this.#stopped) return 'ended'
    this.#working.add(run)
    let turn: Turn
    try {
      turn = advance(run.state, message, this.#ports.clock.now())
    } catch (error) {
      this.#break(run, error)
      return 'ended'
    }
    this.#take(run, turn)
    return turn.reply
  }

  /** It stumbled over a fault of ours: it ends with that, from what is written of it, and no other run hears of it. */
  #break(run: LiveRun, error: unknown): void {
    const { record, committed } = run
    const { store, kit, clock } = this.#ports
    this.#ports.onBug(error)
    this.#release(run)
    this.#dirty.delete(run)
    this.#runs.delete(record.id)
    this.#working.delete(run)
    if (run.broken) return
    try {
      const ended = this.#adopt(record, breakRun(record, kit, store, clock.now()))
      ended.broken = true
      ended.committed.push(...committed)
    } catch (again) {
      this.#ports.onBug(again)
    }
  }

  #take(run: LiveRun, turn: Turn): void {
    if (run.events.length === 0) run.events = turn.events
    else for (const event of turn.events) run.events.push(event)
    for (const task of turn.tasks) run.tasks.push(task)
    run.more = turn.more
    for (const path of turn.aborts) {
      run.running.get(path)?.stop(new StepFailure('cancelled', 'The step was cancelled.'))
      run.running.delete(path)
    }
    for (const { path, due } of turn.timers) {
      run.timers.get(path)?.()
      run.timers.set(
        path,
        this.#ports.clock.at(due, () => this.#due(run, path)),
      )
    }
    this.#mark(run)
  }

  #due(run: LiveRun, path: string): void {
    run.timers.delete(path)
    if (this.#runs.get(run.record.id) === run) this.#post(run, { type: 'due', path })
  }

  #mark(run: LiveRun): void {
    this.#dirty.add(run)
    if (this.#flushing) return
    this.#flushing = true
    this.#ports.clock.defer(() => {
      this.#flushing = false
      this.#flush()
    })
  }

  /** One transaction for all runs that have something new. False: the store refused, and it will be tried again. */
  #commit(): boolean {
    const batch: LiveRun[] = []
    for (const run of this.#dirty) if (run.events.length > 0) batch.push(run)
    if (batch.length === 0) return true
    try {
      this.#ports.store.commit(batch.map((run) => this.#batchOf(run)))
    } catch (error) {
      const unwritable = error instanceof Unwritable ? this.#runs.get(error.runId) : undefined
      if (unwritable) {
        this.#break(unwritable, error)
        return this.#commit()
      }
      // Nothing was acknowledged and nothing started: try again when there is room.
      if (!this.#stalled) this.#ports.onBug(error)
      this.#stall(error)
      this.#ports.clock.at(this.#ports.clock.now() + RETRY_COMMIT_MS, () => this.#flush())
      return false
    }
    for (const run of batch) {
      run.events = []
      run.reopened = false
    }
    this.#stall(null)
    return true
  }

  #stall(error: unknown): void {
    const stalled = error !== null
    if (this.#stalled === stalled) return
    this.#stalled = stalled
    this.#ports.onStall?.(error)
  }

  /** Commits, and does what waited for it: tasks, answers, patches, the next turn. */
  #flush(): void {
    if (this.#stopped || this.#dirty.size === 0 || !this.#commit()) return
    const runs = [...this.#dirty]
    this.#dirty.clear()
    let until: number | null = null
    for (const run of runs) {
      this.#schedulePatch(run)
      for (const resolve of run.committed.splice(0)) resolve()
      for (const task of run.tasks.splice(0)) this.#perform(run, task)
      if (run.state.ended) this.#end(run)
      else if (run.more) {
        const now = this.#ports.clock.now()
        until ??= now + SLICE_MS
        if (now <= until) this.#post(run, { type: 'go' })
        else this.#mark(run)
      } else if (onlyWaits(run)) this.#working.delete(run)
    }
    if (this.#queue.size > 0) this.#admit()
  }

  #batchOf(run: LiveRun) {
    const afterSeq = (run.events[0]?.seq ?? 1) - 1
    const batch = { runId: run.record.id, afterSeq, events: run.events, ...(run.reopened ? { reopened: true } : {}) }
    if (!run.state.ended) return batch
    run.last = run.state.view.view(run.state)
    return { ...batch, ended: run.last }
  }

  #schedulePatch(run: LiveRun): void {
    if (run.patch || run.state.ended || !this.#ports.watched(run.record.id)) return
    const waitMs = Math.max(PATCH_MS, run.patchTook / PATCH_SHARE)
    run.patch = this.#ports.clock.at(this.#ports.clock.now() + waitMs, () => {
      run.patch = null
      // A patch speaks only of what is on disk.
      if (this.#commit() && !run.state.ended) this.#sendPatch(run)
    })
  }

  #sendPatch(run: LiveRun): void {
    const begun = this.#ports.clock.now()
    const patch = run.state.view.takePatch(run.state)
    if (patch) this.#ports.onPatch(run.record.id, patch, () => run.state.view.view(run.state))
    run.patchTook = this.#ports.clock.now() - begun
  }

  #end(run: LiveRun): void {
    const { id } = run.record
    if (this.#ports.watched(id)) this.#sendPatch(run)
    this.#release(run)
    this.#runs.delete(id)
    this.#working.delete(run)
    this.#ports.onEnd(id, run.last ?? run.state.view.view(run.state))
  }

  #release(run: LiveRun): void {
    run.patch?.()
    for (const cancel of run.timers.values()) cancel()
    run.timers.clear()
    for (const stop of run.running.values()) stop.stop(new StepFailure('cancelled', 'The run has stopped.'))
    run.running.clear()
  }

  #perform(run: LiveRun, task: Task): void {
    const still = run.state.active.get(task.path)
    if (still?.phase !== 'running' || still.attempt !== task.attempt) return
    const stop = new Stop()
    run.running.set(task.path, stop)
    attempt(run, task, stop, this.#ports, {
      record: (message) =>
        new Promise((resolve) => {
          this.#post(run, message)
          run.committed.push(resolve)
          this.#mark(run)
        }),
      settled: (message) => {
        if (run.running.get(task.path) !== stop) return
        run.running.delete(task.path)
        this.#post(run, message)
      },
    }).catch((error) => this.#ports.onBug(error))
  }
}

const hasBegun = (store: HostPorts['store'], { id }: RunRecord): boolean => {
  for (const _ of store.events(id)) return true
  return false
}

/** Nothing moves it but time or people. */
const onlyWaits = ({ state, events }: LiveRun): boolean =>
  events.length === 0 && state.inFlight === 0 && (state.waiting.size > 0 || state.paused)
