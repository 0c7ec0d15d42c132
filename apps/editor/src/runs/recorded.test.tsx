import type { RunView } from '@quorum/engine'
import { act, cleanup, render } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { loadInsides } from '../compose/insides.ts'
import { closeDocument, openDocument } from '../document/documentStore.ts'
import { recorded } from '../testing/recorded.ts'
import { runStore } from './currentRun.ts'
import { useMoment } from './moment.ts'
import { NodeFooter } from './NodeFooter.tsx'
import { NodeStrip } from './NodeStrip.tsx'

interface Row {
  /** A line of UX.md §4. */
  readonly pattern: string
  readonly log: string
  readonly node: string
  /** What its strip and footer say at some moment, in this order. */
  readonly saw: readonly RegExp[]
  /** What they say when all is over. */
  readonly end: RegExp
}

const rows: readonly Row[] = [
  { pattern: 'Input', log: 'council-of-three', node: 'question', saw: [/Not run/], end: /shared task board.*Done/ },
  { pattern: 'Output', log: 'council-of-three', node: 'answer', saw: [/Nothing yet/], end: /Go ahead.*Done/ },
  { pattern: 'Agent', log: 'agent-with-tools', node: 'agent', saw: [/Thinking/, /124 tok/], end: /what I found.*Done/ },
  {
    pattern: 'Tool',
    log: 'calls-an-address',
    node: 'ask',
    saw: [/GET 127.*Waiting for the answer/],
    end: /weather\?of=Oslo.*Answer 200 · \d\d characters.*Done/,
  },
  { pattern: 'Fork', log: 'fork-join-analysis', node: 'fork', saw: [/Not run/], end: /Done/ },
  {
    pattern: 'Join',
    log: 'fork-join-analysis',
    node: 'join',
    saw: [/Performance, Quality.*2 more/, /Quality.*1 more/, /all 3.*queued/i],
    end: /all 3.*Done/i,
  },
  { pattern: 'Gate', log: 'gate-with-rework', node: 'gate', saw: [/Closed/, /Next round/], end: /Open.*Done.*round 2/ },
  { pattern: 'Router', log: 'triage', node: 'router', saw: [/Reading/], end: /Everything else.*73/ },
  { pattern: 'Router, another way', log: 'triage', node: 'desk-sales', saw: [/Not run/], end: /Skipped/ },
  {
    pattern: 'Vote',
    log: 'vote-of-five',
    node: 'vote',
    saw: [/wait 1.*4 to come/, /no 2.*wait 2.*1 to come/, /wait 3.*no 2.*Queued/],
    end: /wait wins 3 to 2.*Done/,
  },
  {
    pattern: 'Council',
    log: 'council-of-three',
    node: 'council',
    saw: [/Answers1\/3.*2 running/, /Answers3\/3.*Reviews0\/3.*unnamed/, /Reviews3\/3.*Chair.*6\/7/],
    end: /Go ahead.*Done/,
  },
  {
    pattern: 'Map-reduce',
    log: 'complaints-map-reduce',
    node: 'pattern',
    saw: [/1 done, 2 running/, /3 done.*Reducerunning/],
    end: /common thread.*Done/,
  },
  {
    pattern: 'Do for each',
    log: 'do-for-each',
    node: 'each',
    saw: [/0 of 5/, /3 of 5.*2 running/],
    end: /5 of 5.*Done/,
  },
  {
    pattern: 'Queue',
    log: 'burst-of-tickets',
    node: 'pool',
    saw: [/ of 40.*3\d waiting/, /2\d of 40.*1\d waiting/],
    end: /40 of 40.*Done/,
  },
  {
    pattern: 'Supervisor',
    log: 'market-report',
    node: 'pattern',
    saw: [/Planrunning/, /0 of 2/, /1 of 2/, /Resultrunning/],
    end: /Go ahead.*Done/,
  },
  { pattern: 'Handoff', log: 'support-handoff', node: 'pattern', saw: [/Reception has it.*1\/5/], end: /Done/ },
  { pattern: 'Swarm', log: 'swarm-plan', node: 'pattern', saw: [/1 of 6/, /2 of 6/], end: /Done/ },
  { pattern: 'MAKER', log: 'maker-hanoi', node: 'maker', saw: [/Measuring/, /1,023/], end: /1,023 steps.*Done/ },
  {
    pattern: 'Approval',
    log: 'ask-before-sending',
    node: 'ask',
    saw: [/Approve.*Edit.*Reject.*Shall this answer go out.*Waiting for you/],
    end: /Approved by Ada.*Done/,
  },
  { pattern: 'Subflow', log: 'break-it-down', node: 'pattern', saw: [/1\/|1 of|working/i], end: /Done/ },
]

const open = '.pill:is([data-status=queued], [data-status=running], [data-status=retrying], [data-status=waiting])'

beforeEach(() => void vi.useFakeTimers({ toFake: ['requestAnimationFrame', 'cancelAnimationFrame'] }))
afterEach(() => {
  cleanup()
  vi.useRealTimers()
  useMoment.setState({ past: false })
  runStore.clear()
  closeDocument()
})

/** Draws every step of a recorded run. `show` brings a moment of it on screen. */
async function drawn(log: string) {
  await loadInsides()
  const { record, history } = recorded(log)
  openDocument({ id: 'f', revision: 1, flow: record.flow })
  const { container } = render(
    record.flow.nodes.map(({ id, kind }) => (
      <div key={id} id={id}>
        <NodeStrip nodeId={id} kind={kind} />
        <NodeFooter nodeId={id} kind={kind} />
      </div>
    )),
  )
  const show = (view: RunView, at: number): void =>
    act(() => {
      useMoment.setState({ past: true, at })
      runStore.push({ type: 'snapshot', view })
      vi.advanceTimersByTime(20)
    })
  return { history, container, show, ids: record.flow.nodes.map(({ id }) => id) }
}

const logs = [...new Set(rows.map(({ log }) => log))]

it.each(logs)('a recorded run of %s tells each step in words, from its first event to its last', async (log) => {
  const { history, container, show, ids } = await drawn(log)
  const texts = new Map<string, string[]>(ids.map((id) => [id, []]))
  // Short logs event by event; of long ones some thirty moments, and the last.
  const stride = history.length < 45 ? 1 : Math.ceil(history.length / 30)
  const moments = Array.from({ length: Math.ceil(history.length / stride) }, (_, index) => 1 + index * stride)
  for (const moment of [...moments, history.length]) {
    const view = history.at(moment)
    const at = history.event(moment)?.at ?? 0
    // However a run is broken off, nothing looks as if it still went on.
    if (moment % 4 === 1) {
      show({ ...view, status: moment % 8 === 1 ? 'cancelled' : 'failed' }, at)
      expect(container.querySelectorAll(open)).toHaveLength(0)
    }
    show(view, at)
    for (const id of ids) {
      const step = document.getElementById(id)
      expect(step?.firstElementChild?.className, id).toContain('h-[52px]')
      texts.get(id)?.push(step?.textContent ?? '')
    }
  }
  const all = [...texts.values()].flat().join('\n')
  expect(all).not.toMatch(/undefined|NaN|\[object|Invalid Date/)
  expect(container.querySelectorAll(open)).toHaveLength(0)
  for (const { pattern, node, saw, end } of rows.filter((row) => row.log === log)) {
    const told = texts.get(node) ?? []
    let from = 0
    for (const words of saw) {
      const found = told.findIndex((text, index) => index >= from && words.test(text))
      expect(found, `${pattern}: ${words} in\n${[...new Set(told)].join('\n')}`).toBeGreaterThanOrEqual(0)
      from = found
    }
    expect(told.at(-1), pattern).toMatch(end)
  }
})
