import type { Extraction } from '@quorum/engine'
import { type FormEvent, useEffect, useState } from 'react'
import { messageOf } from '../api/error.ts'
import { useUi } from '../canvas/uiStore.ts'
import { useDocument } from '../document/documentStore.ts'
import { factsOf } from '../geometry/facts.ts'
import { flowPath, navigate } from '../router.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { toast } from '../ui/Toast.tsx'
import { extraction, turnIntoNode } from './turnIntoNode.ts'

/** Asks what the selected steps shall be called as one, and says before if they cannot be. */
export function TurnDialog() {
  const ids = useUi(({ turning }) => turning)
  return ids ? <Open ids={ids} /> : null
}

function Open({ ids }: { ids: ReadonlySet<string> }) {
  const nodes = useDocument(({ flow }) => flow.nodes)
  const titles = nodes.filter(({ id }) => ids.has(id)).map((node) => factsOf(node).title)
  const [name, setName] = useState(() => (titles.length === 1 ? (titles[0] ?? '') : ''))
  const [made, setMade] = useState<Extraction | null>(null)
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    let gone = false
    void extraction(ids, 'New').then((result) => gone || setMade(result))
    return () => {
      gone = true
    }
  }, [ids])
  const close = (): void => useUi.setState({ turning: null })
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (busy || !made?.ok || name.trim() === '') return
    setBusy(true)
    try {
      const result = await turnIntoNode(ids, name.trim())
      if (typeof result !== 'string') return toast({ text: result.reason, tone: 'error' })
      close()
      toast({
        text: `“${name.trim()}” is a workflow of its own now. Any workflow can use it: add a step “Call a flow”.`,
        action: { label: 'Open it', run: () => navigate(flowPath(result)) },
      })
    } catch (error) {
      toast({ text: messageOf(error), tone: 'error' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      open
      onOpenChange={close}
      title="Turn into a node"
      description={`${titles.length === 1 ? `“${titles[0]}”` : `${titles.length} steps`} become one step here, and a workflow of their own that others can use.`}
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button look="primary" type="submit" form="turn" disabled={!made?.ok || busy || name.trim() === ''}>
            Turn into a node
          </Button>
        </>
      }
    >
      <form id="turn" onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
        <label className="flex flex-col gap-1 font-medium text-row">
          Name
          <input
            className="field"
            maxLength={200}
            placeholder="What it does, in a few words"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        {made && !made.ok ? (
          <p role="alert" className="text-body text-failed">
            {made.reason} <span className="text-ink">{made.fix}</span>
          </p>
        ) : null}
      </form>
    </Dialog>
  )
}
