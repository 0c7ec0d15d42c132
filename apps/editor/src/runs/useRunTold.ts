import type { NodeStatus, RunStatus } from '@quorum/engine'
import { useEffect } from 'react'
import { announce } from '../ui/Live.tsx'
import { runStore } from './currentRun.ts'
import { startedHere } from './dockStore.ts'
import { plural } from './figures.ts'
import { looksBack } from './moment.ts'
import { nameOfNode } from './nodeName.ts'
import { hasEnded } from './runStream.ts'

const endings: Partial<Record<RunStatus, string>> = {
  completed: 'The run is done',
  failed: 'The run failed',
  cancelled: 'The run was stopped',
}

/** "● Waiting for you – Council": the state of the run in the tab's title. */
function runTitle(name: string): string {
  const head = runStore.head()
  if (!head) return `${name} – Quorum`
  const people = head.waitingFor.some(({ kind }) => kind === 'approval')
  if (hasEnded(head.status)) {
    const word = { completed: '✓ Done', failed: '✕ Failed', cancelled: '■ Stopped' }[head.status as 'completed']
    return `${word} – ${name}`
  }
  const word = people ? 'Waiting for you' : head.status === 'paused' ? 'Paused' : 'Running'
  return `● ${word} – ${name}`
}

/** The little picture in the tab, with a dot in the colour of the run's state. */
function showIcon(name: '' | '-running' | '-waiting' | '-done' | '-failed'): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
  const href = `/icon${name}.svg`
  if (link && link.getAttribute('href') !== href) link.setAttribute('href', href)
}

function runIcon(): Parameters<typeof showIcon>[0] {
  const head = runStore.head()
  if (!head) return ''
  if (head.status === 'completed') return '-done'
  if (head.status === 'failed') return '-failed'
  if (head.status === 'cancelled') return ''
  return head.status === 'paused' || head.waitingFor.some(({ kind }) => kind === 'approval') ? '-waiting' : '-running'
}

/** Tells the run to those who do not look at the canvas: the tab's title and picture, and the live region of the page. */
export function useRunTold(name: string): void {
  useEffect(() => {
    const show = (): void => {
      document.title = runTitle(name)
      showIcon(runIcon())
    }
    show()
    const stop = runStore.onHead(show)
    return () => {
      stop()
      showIcon('')
    }
  }, [name])

  useEffect(() => {
    const told = new Map<string, NodeStatus>()
    let ending: RunStatus | null = null
    let runId: string | null = null
    let done = 0
    let timer: ReturnType<typeof setTimeout> | undefined
    const sayDone = (): void => {
      timer = undefined
      if (done > 0) announce(`${plural(done, 'step')} done`)
      done = 0
    }
    const look = (): void => {
      const head = runStore.head()
      if (!head || looksBack()) return
      // What had happened before we looked is not news, but to those who started it here; who is waited for is to know.
      const fresh = head.id !== runId
      const news = !fresh || startedHere(head.id)
      if (fresh) told.clear()
      for (const id of runStore.nodeIds()) {
        if (id.includes('/')) continue
        const status = runStore.node(id)?.status ?? 'idle'
        const before = told.get(id)
        told.set(id, status)
        if (before === status) continue
        if (status === 'completed' && news) {
          done += 1
          timer ??= setTimeout(sayDone, 1_500)
        } else if (status === 'failed' && news) announce(`${nameOfNode(id)} failed`, true)
        else if (status === 'waiting' && head.waitingFor.some((one) => one.nodeId === id && one.kind === 'approval')) {
          announce(`${nameOfNode(id)} is waiting for you`, true)
        }
      }
      const over = endings[head.status]
      if (news && over && ending !== head.status) announce(over)
      ending = head.status
      runId = head.id
    }
    const stops = [runStore.onAnyNode(look), runStore.onHead(look)]
    return () => {
      clearTimeout(timer)
      for (const stop of stops) stop()
    }
  }, [])
}
