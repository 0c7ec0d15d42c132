import type { Value } from '@quorum/engine'
import { addItems, getStep } from '../api/client.ts'
import { messageOf } from '../api/error.ts'
import type { StepRecord } from '../api/types.ts'
import { useLoad } from '../api/useLoad.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { toast } from '../ui/Toast.tsx'
import { goOnWith } from './again.ts'
import { useRunHead } from './currentRun.ts'
import { plural } from './figures.ts'
import { nameOfNode } from './nodeName.ts'
import { closeRunDialog as close, type RunDialog, useRunDialog } from './runDialog.ts'
import { answerAt } from './signals.ts'
import { ValueForm } from './ValueForm.tsx'

interface Doing {
  title: (name: string) => string
  description: string
  submit: string
  /** What the form starts with. Null: the step need not be read. */
  start: ((step: StepRecord) => Value) | null
  json?: boolean
  send: (of: { nodeId: string; path: string; runId: string }, value: Value) => Promise<string | null>
}

const dialogs: Record<RunDialog['type'], Doing> = {
  answer: {
    title: (name) => `Edit and approve “${name}”`,
    description: 'What you write here goes on instead of what came in.',
    submit: 'Approve with this',
    start: ({ input }) => input,
    send: async ({ path }, value) => {
      await answerAt(path, { decision: 'approve', by: 'me', data: { value } })
      return null
    },
  },
  signal: {
    title: (name) => `Send what “${name}” waits for`,
    description: 'What you write here is the result of the step.',
    submit: 'Send',
    start: () => '',
    send: async ({ path }, value) => {
      await answerAt(path, value === '' ? {} : { data: value })
      return null
    },
  },
  result: {
    title: (name) => `Edit the result of “${name}” and go on`,
    description: 'A new run takes this as the result of the step. What is behind it runs again, all else is kept.',
    submit: 'Go on with this',
    start: ({ output }) => output ?? '',
    send: ({ nodeId }, value) => goOnWith(nodeId, value),
  },
  items: {
    title: (name) => `Add items to “${name}”`,
    description: 'A list, in JSON. They are done after those that wait already.',
    submit: 'Add',
    start: null,
    json: true,
    send: async ({ path, runId }, value) => {
      if (!Array.isArray(value) || value.length === 0) return 'Write a list, such as ["first", "second"].'
      try {
        await addItems(runId, path, value)
      } catch (error) {
        return messageOf(error)
      }
      toast({ text: `${plural(value.length, 'item')} added` })
      return null
    },
  },
}

/** The one dialog of a run that is open. */
export function RunDialogs() {
  const open = useRunDialog((state) => state.open)
  const head = useRunHead()
  if (!open || !head) return null
  const { nodeId } = open
  const waiting = head.waitingFor.find((one) => one.nodeId === nodeId)
  return <Open key={`${open.type} ${nodeId}`} runId={head.id} path={open.path ?? waiting?.path ?? nodeId} of={open} />
}

function Open({ runId, path, of: { type, nodeId } }: { runId: string; path: string; of: RunDialog }) {
  const { title, description, submit, start, json = false, send } = dialogs[type]
  const step = useLoad(start ? `${runId} ${path}` : null, () => getStep(runId, path))
  const value = start === null ? ['first', 'second'] : step.data && start(step.data)
  return (
    <Dialog open onOpenChange={close} wide title={title(nameOfNode(nodeId))} description={description}>
      {step.error ? (
        <p role="alert" className="pb-3 text-body">
          {step.error}
        </p>
      ) : null}
      {start === null || step.data ? (
        <ValueForm
          value={value}
          json={json}
          submit={submit}
          onCancel={close}
          onSubmit={async (edited) => {
            const problem = await send({ nodeId, path, runId }, edited)
            if (problem === null) close()
            return problem
          }}
        />
      ) : null}
    </Dialog>
  )
}
