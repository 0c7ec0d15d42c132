import { useDocument } from '../document/documentStore.ts'
import { takeTheirs } from '../document/session.ts'
import { Button } from '../ui/Button.tsx'

/** Tells that this flow is open in another tab too, and when that one has saved something newer. */
export function TabsNotice() {
  const tabs = useDocument(({ elsewhere }) => elsewhere.tabs)
  const newer = useDocument(
    ({ elsewhere, revision, save }) => save.status !== 'conflict' && (elsewhere.newerRevision ?? 0) > revision,
  )
  const clean = useDocument(({ flow, savedFlow }) => flow === savedFlow)
  if (tabs === 0 && !newer) return null
  return (
    <div
      role="status"
      className="flex h-9 shrink-0 items-center gap-3 border-line border-b bg-surface-2 px-4 text-body"
    >
      {newer
        ? 'Another tab saved a newer version of this workflow.'
        : 'Also open in another tab. Both may edit; whoever saves second is asked.'}
      {newer && clean ? (
        <Button size="small" onClick={() => void takeTheirs()}>
          Load it
        </Button>
      ) : null}
    </div>
  )
}
