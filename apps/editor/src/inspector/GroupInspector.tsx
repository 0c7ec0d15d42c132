import { ChevronsDownUp, ChevronsUpDown, Ungroup } from 'lucide-react'
import { isFolded, setFolded, ungroupSelection } from '../canvas/groupEdits.ts'
import { TintPicker } from '../canvas/TintPicker.tsx'
import { goToStep, select, useUi } from '../canvas/uiStore.ts'
import { dispatch, isReadOnly, useDocument } from '../document/documentStore.ts'
import { factsOf } from '../geometry/facts.ts'
import { Button } from '../ui/Button.tsx'

/** The right panel for a group: its name, note and colour, and the steps in it. */
export function GroupInspector({ groupId }: { groupId: string }) {
  const flow = useDocument((state) => state.flow)
  const readOnly = useDocument(isReadOnly)
  useUi(({ folds }) => folds)
  const group = flow.groups?.find(({ id }) => id === groupId)
  if (!group) return null
  const set = (patch: { title?: string | undefined; text?: string | undefined; tint?: string }): void =>
    void dispatch({ type: 'editGroup', groupId, patch })
  const folded = isFolded(groupId)
  const Fold = folded ? ChevronsUpDown : ChevronsDownUp
  return (
    <div className="flex min-w-0 flex-col gap-4 p-4">
      <h2 className="pr-8 font-semibold text-heading">Group</h2>
      <p className="text-body text-muted">A frame for the eye. How the workflow runs is not changed by it.</p>
      <fieldset disabled={readOnly} className="flex min-w-0 flex-col gap-4">
        <label className="flex flex-col gap-1 font-medium text-row">
          Name
          <input
            id="group-name"
            className="field"
            maxLength={200}
            placeholder="Group"
            value={group.title ?? ''}
            onChange={({ target }) => set({ title: target.value || undefined })}
          />
        </label>
        <label className="flex flex-col gap-1 font-medium text-row">
          Note
          <textarea
            className="field resize-y"
            rows={3}
            maxLength={60_000}
            value={group.text ?? ''}
            onChange={({ target }) => set({ text: target.value || undefined })}
          />
        </label>
        <div className="flex flex-col gap-1">
          <span className="font-medium text-row">Colour</span>
          <TintPicker value={group.tint ?? 'grey'} onChange={(tint) => set({ tint })} />
        </div>
      </fieldset>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => setFolded(groupId, !folded)}>
          <Fold aria-hidden size={14} /> {folded ? 'Unfold' : 'Fold into one box'}
        </Button>
        <Button onClick={() => select({ nodes: group.nodes })}>Select its steps</Button>
        {readOnly ? null : (
          <Button onClick={ungroupSelection}>
            <Ungroup aria-hidden size={14} /> Ungroup
          </Button>
        )}
      </div>
      <ul aria-label="Steps of the group" className="flex flex-col gap-1">
        {flow.nodes
          .filter(({ id }) => group.nodes.includes(id))
          .map((node) => (
            <li key={node.id}>
              <button
                type="button"
                className="w-full truncate rounded-control px-2 py-1.5 text-left text-body hover:bg-surface-2"
                onClick={() => goToStep(node.id)}
              >
                {factsOf(node).title}
              </button>
            </li>
          ))}
      </ul>
    </div>
  )
}
