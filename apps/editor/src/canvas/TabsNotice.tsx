import { useState } from 'react'
import { isDirty, useDocument } from '../document/documentStore.ts'
import { Button } from '../ui/Button.tsx'

/** Tells that another tab of this browser edits this flow, so that here it can only be looked at and run. */
export function TabsNotice({ editHere }: { editHere: () => Promise<void> }) {
  const dirty = useDocument(isDirty)
  const [asking, setAsking] = useState(false)
  return (
    <div
      role="status"
      className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-3 border-line border-b bg-surface-2 px-4 py-1 text-body"
    >
      {dirty
        ? 'You went on in another tab. What could not be saved here is kept on this device.'
        : 'You are editing this workflow in another tab. Here you can look, and run it.'}
      <Button
        size="small"
        disabled={asking}
        onClick={() => {
          setAsking(true)
          void editHere().finally(() => setAsking(false))
        }}
      >
        Edit here instead
      </Button>
    </div>
  )
}
