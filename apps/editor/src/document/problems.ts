import type { Edge, Flow, FlowIssue } from '@quorum/engine'
import { create } from 'zustand'
import type { Command } from './commands.ts'
import { dispatch, useDocument } from './documentStore.ts'
import { freshId } from './ids.ts'

/** What is wrong with the open flow, as of its last edit but 200 ms. */
export const useProblems = create<{ readonly issues: readonly FlowIssue[] }>()(() => ({ issues: [] }))

const QUIET_MS = 200

/** Does a check that waits for a pause in editing at once. */
let catchUp = (): void => {}

/** What is wrong with the open flow as it stands this moment, for who is about to run it. */
export function issuesNow(): readonly FlowIssue[] {
  catchUp()
  return useProblems.getState().issues
}

/** Checks the flow now and after each pause in editing. Returns how to stop. */
export function watchProblems(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let waiting = false
  let watching = true
  let issuesOf: ((flow: Flow) => readonly FlowIssue[]) | undefined
  const check = (): void => {
    waiting = false
    if (watching && issuesOf) useProblems.setState({ issues: issuesOf(useDocument.getState().flow) })
  }
  // The first paint waits neither for the checks nor for the code of expressions and patterns, the larger of the two.
  // Where one cannot be fetched, the server still checks before a run.
  const checks = import('./check.ts').then((loaded) => {
    issuesOf = loaded.check
    check()
  })
  Promise.all([checks, import('@quorum/engine/expressions')]).then(check, () => undefined)
  const unsubscribe = useDocument.subscribe((state, before) => {
    if (state.flow === before.flow) return
    clearTimeout(timer)
    timer = setTimeout(check, QUIET_MS)
    waiting = true
  })
  catchUp = () => {
    if (waiting) check()
  }
  return () => {
    watching = false
    catchUp = () => {}
    clearTimeout(timer)
    unsubscribe()
    useProblems.setState({ issues: [] })
  }
}

/** Applies the mend an issue offers, as one undoable edit. */
export function applyFix(issue: FlowIssue): void {
  const command = issue.fix && commandOf(issue.fix)
  if (command) dispatch({ type: 'compound', name: issue.fix?.title ?? 'Fix', commands: [command] })
}

function commandOf(fix: NonNullable<FlowIssue['fix']>): Command {
  switch (fix.type) {
    case 'setParam':
      return { type: 'setParams', nodeId: fix.nodeId, params: { [fix.name]: fix.value } }
    case 'removeEdge':
      return { type: 'disconnect', edgeIds: [fix.edgeId] }
    case 'addEdge': {
      const taken = new Set(useDocument.getState().flow.edges.map(({ id }) => id))
      return { type: 'connect', edge: { ...(fix.edge as Edge), id: freshId('e', taken) } }
    }
    case 'updateEdge':
      return { type: 'updateEdge', edgeId: fix.edgeId, patch: fix.patch }
    case 'setNode':
      return { type: 'setNode', nodeId: fix.nodeId, patch: fix.patch }
  }
}
