import { isRecord, type Value } from '@quorum/engine'
import { type FormEvent, useState } from 'react'
import { getStep } from '../api/client.ts'
import { useLoad } from '../api/useLoad.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { useRunHead } from './currentRun.ts'
import { closeEditAnswer as close, useEditing } from './editAnswer.ts'
import { nameOfNode } from './nodeName.ts'
import { answerStep } from './signals.ts'

/** Approving with a change: what the step got, to be edited before it goes on. */
export function EditAnswerDialog() {
  const nodeId = useEditing((state) => state.nodeId)
  const head = useRunHead()
  const path = head?.waitingFor.find((one) => one.nodeId === nodeId)?.path ?? nodeId
  const step = useLoad(head && path ? `${head.id} ${path}` : null, () => getStep(head?.id ?? '', path ?? ''))
  if (nodeId === null) return null
  return (
    <Dialog
      open
      onOpenChange={close}
      wide
      title={`Edit and approve “${nameOfNode(nodeId)}”`}
      description="What you write here goes on instead of what came in."
    >
      {step.error ? (
        <p role="alert" className="pb-3 text-body">
          {step.error}
        </p>
      ) : null}
      {step.data ? <Edit nodeId={nodeId} value={step.data.input} /> : null}
    </Dialog>
  )
}

/** An object of a few texts is edited text by text; anything else that is no text, as JSON. */
const asTexts = (value: Value): Readonly<Record<string, string>> | null => {
  if (!isRecord(value)) return null
  const fields = Object.entries(value)
  return fields.length > 0 && fields.length <= 6 && fields.every(([, text]) => typeof text === 'string')
    ? (Object.fromEntries(fields) as Record<string, string>)
    : null
}

function Edit({ nodeId, value }: { nodeId: string; value: Value }) {
  const texts = asTexts(value)
  const shape = typeof value === 'string' ? 'text' : texts ? 'fields' : 'json'
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>(
    () => texts ?? { value: typeof value === 'string' ? value : JSON.stringify(value, null, 2) },
  )
  const [wrong, setWrong] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    let edited: Value = shape === 'fields' ? typed : (typed.value ?? '')
    if (shape === 'json') {
      try {
        edited = JSON.parse(typed.value ?? '') as Value
      } catch (error) {
        return setWrong(`This is not JSON: ${error instanceof Error ? error.message : 'check brackets and quotes'}.`)
      }
    }
    setBusy(true)
    await answerStep(nodeId, { decision: 'approve', by: 'me', data: { value: edited } })
    close()
  }
  const names = Object.keys(typed)
  return (
    <form onSubmit={submit} className="flex flex-col gap-2 pb-2">
      {names.map((name) => (
        <div key={name} className="flex flex-col gap-1">
          <label htmlFor={`edited-${name}`} className="font-medium text-row">
            {shape === 'fields' ? name : shape === 'text' ? 'Text' : 'Value (JSON)'}
          </label>
          <textarea
            id={`edited-${name}`}
            className={`field resize-y ${shape === 'json' ? 'font-mono!' : ''}`}
            rows={names.length > 1 ? 4 : 10}
            value={typed[name]}
            aria-invalid={wrong !== null}
            aria-describedby={wrong ? 'edited-wrong' : undefined}
            onChange={(event) => {
              setWrong(null)
              setTyped({ ...typed, [name]: event.target.value })
            }}
          />
        </div>
      ))}
      {wrong ? (
        <p id="edited-wrong" role="alert" className="text-failed text-row">
          {wrong}
        </p>
      ) : null}
      <div className="flex justify-end gap-2">
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" look="primary" disabled={busy}>
          Approve with this
        </Button>
      </div>
    </form>
  )
}
