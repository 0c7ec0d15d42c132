import type { FlowIssue, Value } from '@quorum/engine'
import { ChevronDown, FlaskConical, History, LoaderCircle, Play, SlidersHorizontal } from 'lucide-react'
import { useEffect, useState } from 'react'
import { create } from 'zustand'
import { ApiError, messageOf } from '../api/error.ts'
import { useDocument } from '../document/documentStore.ts'
import { issuesNow } from '../document/problems.ts'
import { navigate, testsPath } from '../router.ts'
import { Button } from '../ui/Button.tsx'
import { lazyPart } from '../ui/lazyPart.tsx'
import { Menu } from '../ui/Menu.tsx'
import { Panel } from '../ui/Panel.tsx'
import { toast } from '../ui/Toast.tsx'
import { showRun, useRunHead } from './currentRun.ts'
import { type InputField, inputFields } from './inputFields.ts'
import { launch, launchWith } from './launch.ts'
import { pinsOf } from './pins.ts'
import { hasEnded } from './runStream.ts'
import { lastInput, start, wasAsked } from './start.ts'
import { replay } from './steer.ts'

const BlockedDialog = lazyPart(async () => (await import('./BlockedDialog.tsx')).BlockedDialog)
const RunForm = lazyPart(async () => (await import('./RunForm.tsx')).RunForm)

/** The form is asked for from several places: the button, the key, "Change the question". */
const useRunForm = create<{ open: boolean; asked: boolean; until: string | null }>()(() => ({
  open: false,
  asked: false,
  until: null,
}))
export const openRunForm = (): void => useRunForm.setState({ open: true, asked: true, until: null })

let begun: (until: string) => void = () => undefined
/** Runs a step and what leads to it, once what the run needs is known. */
export const runUntil = (nodeId: string): void => begun(nodeId)

interface Props {
  flowId: string
  /** Sends the last edits to the server, so that what runs is what is drawn. */
  flush: () => Promise<void>
}

/** Run, with Mod+Enter: saves, asks for what the input needs, starts, shows the run. */
export function RunButton({ flowId, flush }: Props) {
  const [busy, setBusy] = useState(false)
  const [issues, setIssues] = useState<readonly FlowIssue[]>([])
  const formOpen = useRunForm(({ open }) => open)
  // Once there it stays: closing gives the focus back.
  const asked = useRunForm((form) => form.asked)
  const flow = useDocument((state) => state.flow)
  const fields = inputFields(flow)
  const head = useRunHead()
  const ended = head !== null && hasEnded(head.status) ? head.id : null
  useEffect(() => launchWith(flush), [flush])

  const run = async (input: Value) => {
    const { until } = useRunForm.getState()
    setBusy(true)
    try {
      if (await launch(flowId, async () => start(flowId, input, await pinsOf(flowId), until)))
        useRunForm.setState({ open: false })
    } catch (error) {
      const blocking = error instanceof ApiError ? error.issues.filter(({ severity }) => severity === 'error') : []
      if (blocking.length > 0) {
        useRunForm.setState({ open: false })
        setIssues(blocking)
      } else toast({ text: messageOf(error), tone: 'error' })
    } finally {
      setBusy(false)
    }
  }
  const begin = (until: string | null = null) => {
    if (busy) return
    useRunForm.setState({ until })
    if (flow.nodes.length === 0) return toast({ text: 'Nothing is drawn yet. Add a step, then press Run.' })
    const blocking = issuesNow().filter(({ severity }) => severity === 'error')
    // What is wrong elsewhere does not stop the part that leads to a step: the server looks at that part.
    if (blocking.length > 0 && until === null) return setIssues(blocking)
    // What may stay empty is offered once; from then on the last values count.
    if (fields.some(({ required }) => required) || (fields.length > 0 && !wasAsked(flowId)))
      useRunForm.setState({ open: true, asked: true })
    else void run(withDefaults(fields, flowId))
  }

  useEffect(() => {
    begun = begin
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey) return
      if (document.querySelector('[role="dialog"]')) return
      event.preventDefault()
      begin()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  })

  return (
    <div className="flex">
      <Button look="primary" disabled={busy} onClick={() => begin()} className="rounded-r-none" title="Ctrl Enter">
        {busy ? <LoaderCircle aria-hidden size={14} className="spin" /> : <Play aria-hidden size={14} />}
        Run
      </Button>
      <Menu
        items={[
          { label: 'Run', icon: Play, keys: 'Ctrl Enter', onSelect: () => begin() },
          {
            label: 'Run with other input…',
            icon: SlidersHorizontal,
            disabled: fields.length === 0,
            onSelect: openRunForm,
          },
          {
            label: 'Tests of this workflow…',
            icon: FlaskConical,
            onSelect: () => navigate(testsPath(flowId)),
          },
          {
            label: 'Run again from the log, asking nobody',
            icon: History,
            disabled: ended === null,
            onSelect: () => ended !== null && void replay(ended, showRun),
          },
        ]}
      >
        <button
          type="button"
          aria-label="More ways to run"
          className="-ml-px inline-flex h-8 w-7 items-center justify-center rounded-r-control border-on-accent/30 border-l bg-accent text-on-accent hover:brightness-110"
        >
          <ChevronDown aria-hidden size={14} />
        </button>
      </Menu>
      {asked ? (
        <Panel name="The form">
          <RunForm
            open={formOpen}
            onOpenChange={(open) => useRunForm.setState({ open })}
            fields={fields}
            initial={lastInput(flowId)}
            busy={busy}
            onRun={(input) => void run(input)}
          />
        </Panel>
      ) : null}
      {issues.length > 0 ? (
        <Panel name="The list of what stops the run">
          <BlockedDialog issues={issues} onClose={() => setIssues([])} />
        </Panel>
      ) : null}
    </div>
  )
}

function withDefaults(fields: readonly InputField[], flowId: string): Record<string, Value> {
  const last = lastInput(flowId)
  return Object.fromEntries(
    fields.flatMap(({ name, default: fallback }) => {
      const value = last[name] ?? fallback
      return value === undefined ? [] : [[name, value]]
    }),
  )
}
