import { openFrames } from './frames.ts'
import { receive, setWallTimer } from './receive.ts'
import { settleAll } from './settle.ts'
import { type Frame, overLimit, type RunState } from './state.ts'
import { type Message, newWork, type Turn, taskOf } from './turn.ts'

/** Events of one turn, after which it is committed. */
const DEFAULT_BUDGET = 2_000

/**
 * Takes a run one turn further: applies a message and decides all that follows from it, up to `budget` events.
 * No clock, randomness or I/O: the same state, message and `now` give the same turn. `run` is changed, through events only.
 */
export function advance(run: RunState, message: Message, now: number, budget = DEFAULT_BUDGET): Turn {
  const turn = newWork(run, now, budget)
  if (run.ended) turn.out.reply = 'ended'
  else receive(turn, message)
  settleAll(turn)
  for (const path of run.aborts.splice(0)) turn.out.aborts.push(path)
  return turn.out
}

/** After a fold: what was in flight is handed out again, timers are set again, all open doubts are looked at. */
export function resume(run: RunState, now: number, budget = DEFAULT_BUDGET): Turn {
  run.doubts.length = 0
  run.aborts.length = 0
  const turn = newWork(run, now, budget)
  if (run.root === null || run.ended) return turn.out
  setWallTimer(turn)
  for (const frame of openFrames(run)) doubtFrame(run, frame)
  for (const activation of run.active.values()) {
    if (activation.phase === 'running') turn.out.tasks.push(taskOf(activation))
    if (activation.due !== null) turn.out.timers.push({ path: activation.path, due: activation.due })
    if (activation.pool) run.doubts.push({ about: 'pool', owner: activation })
    if (activation.loop && (!activation.loop.frame || activation.loop.finishing || overLimit(activation)))
      run.doubts.push({ about: 'loop', owner: activation })
  }
  settleAll(turn)
  return turn.out
}

function doubtFrame(run: RunState, frame: Frame): void {
  frame.cells.forEach((cell, node) => {
    if (cell.phase === 'idle') run.doubts.push({ about: 'cell', frame, node })
  })
  frame.groups.forEach((group, index) => {
    if (group.open > 0 || group.left) return
    run.doubts.push(index === 0 ? { about: 'frame', frame } : { about: 'group', frame, group: index })
  })
}

/** The state of a run that had failed, folded from its revised log, goes on: `run.retried` first, then as after any fold. */
export function retry(run: RunState, message: Message & { type: 'retry' }, now: number): Turn {
  const turn = newWork(run, now, DEFAULT_BUDGET)
  receive(turn, message)
  const rest = resume(run, now)
  return { ...rest, events: turn.out.events.concat(rest.events), timers: rest.timers.concat(turn.out.timers) }
}
