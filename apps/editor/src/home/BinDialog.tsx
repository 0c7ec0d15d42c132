import { ArchiveRestore } from 'lucide-react'
import { useState } from 'react'
import { listFlows, restoreFlow } from '../api/client.ts'
import { messageOf } from '../api/error.ts'
import type { FlowSummary } from '../api/types.ts'
import { useLoad } from '../api/useLoad.ts'
import { ago } from '../runs/figures.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { toast } from '../ui/Toast.tsx'

/** Deleted workflows, to be brought back for 30 days. */
export function BinDialog({ onClose, onRestored }: { onClose: () => void; onRestored: () => void }) {
  const { data, error, reload } = useLoad('bin', () => listFlows({ deleted: 'true', limit: 200 }))
  const [busy, setBusy] = useState<string | null>(null)
  const restore = async ({ id, name, revision }: FlowSummary): Promise<void> => {
    setBusy(id)
    try {
      await restoreFlow(id, revision)
      toast({ text: `“${name}” is back.` })
      onRestored()
      reload()
    } catch (problem) {
      toast({ text: messageOf(problem), tone: 'error' })
    } finally {
      setBusy(null)
    }
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Bin"
      description="Deleted workflows and their runs stay here for 30 days."
    >
      {error ? <p role="alert">{error}</p> : null}
      {data?.items.length === 0 ? <p className="py-4 text-body text-muted">Nothing has been deleted.</p> : null}
      <ul aria-busy={!data && !error} className="flex flex-col gap-1">
        {data?.items.map((flow) => (
          <li key={flow.id} className="flex items-center gap-2 rounded-control px-2 py-1 hover:bg-surface-2">
            <span className="min-w-0 flex-1">
              <span className="block truncate text-body">{flow.name}</span>
              <span className="block text-meta text-muted">
                {flow.nodeCount} steps · deleted {ago(flow.deletedAt ?? flow.updatedAt)}
              </span>
            </span>
            <Button size="small" disabled={busy === flow.id} onClick={() => void restore(flow)}>
              <ArchiveRestore aria-hidden size={14} /> Restore
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
