import { createContext, useContext } from 'react'
import { useDocument } from '../../document/documentStore.ts'
import { setDraft, useDrafts } from '../../document/drafts.ts'

/** The node whose settings are being drawn; null for those of the flow. */
export const FieldScope = createContext<string | null>(null)

/**
 * What is typed into a field and cannot be stored. It waits here, whatever else is selected meanwhile.
 * @returns the text, or null if the stored value is what is shown; and how to keep or drop one.
 */
export function useDraft(
  id: string,
  label: string,
): readonly [text: string | null, keep: (text: string, problem: string) => void, drop: () => void] {
  const nodeId = useContext(FieldScope)
  const flowId = useDocument((state) => state.id)
  const key = `${flowId}/${nodeId ?? ''}/${id}`
  const text = useDrafts(({ drafts }) => drafts[key]?.text ?? null)
  return [text, (next, problem) => setDraft(key, { nodeId, label, text: next, problem }), () => setDraft(key, null)]
}
