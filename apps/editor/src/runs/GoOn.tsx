import { RotateCw } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { goOn } from './again.ts'
import { BudgetDialog } from './BudgetDialog.tsx'
import type { RunHead } from './runStore.ts'

/** What to do about a run that failed or was stopped. */
export function GoOn({ head }: { head: RunHead }) {
  const [busy, setBusy] = useState(false)
  const [raising, setRaising] = useState(false)
  // A replay repeats what was: there is nothing to go on with.
  if (head.replayOf !== null) return null
  const again = async () => {
    setBusy(true)
    await goOn(head.id)
    setBusy(false)
  }
  if (head.error?.code === 'budget') {
    return (
      <>
        <Button onClick={() => setRaising(true)}>
          <RotateCw aria-hidden size={14} /> Raise the budget and go on
        </Button>
        <BudgetDialog open={raising} onOpenChange={setRaising} />
      </>
    )
  }
  return (
    <Button disabled={busy} title="Keeps what succeeded" onClick={() => void again()}>
      <RotateCw aria-hidden size={14} />
      {busy ? 'Going on…' : head.status === 'failed' ? 'Try again from where it failed' : 'Go on from where it stopped'}
    </Button>
  )
}
