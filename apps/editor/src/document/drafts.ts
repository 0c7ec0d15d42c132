import type { FlowIssue } from '@quorum/engine'
import { create } from 'zustand'

/** What somebody typed into a setting that cannot be stored as it stands: half of a JSON, a number out of range. */
export interface Draft {
  readonly nodeId: string | null
  /** The setting, as the inspector calls it. */
  readonly label: string
  readonly text: string
  readonly problem: string
}

const KEY = 'quorum.drafts'

function stored(): Readonly<Record<string, Draft>> {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as Record<string, Draft>
  } catch {
    return {}
  }
}

/** Drafts by `flow/node/field`. They outlive the inspector and a reload of the tab; the flow itself holds the last good value. */
export const useDrafts = create<{ readonly drafts: Readonly<Record<string, Draft>> }>()(() => ({ drafts: stored() }))

/** `null` takes the draft away: what is typed could be stored. */
export function setDraft(key: string, draft: Draft | null): void {
  const { [key]: before, ...others } = useDrafts.getState().drafts
  if (!draft && !before) return
  const drafts = draft ? { ...others, [key]: draft } : others
  useDrafts.setState({ drafts })
  try {
    sessionStorage.setItem(KEY, JSON.stringify(drafts))
  } catch {
    // Storage refused: the draft lives as long as the page.
  }
}

/** The drafts of a flow as problems, so that none is forgotten. They keep nothing from running. */
export function draftIssues(
  drafts: Readonly<Record<string, Draft>>,
  flowId: string | null,
  known: (nodeId: string) => boolean,
): readonly FlowIssue[] {
  return Object.entries(drafts).flatMap(([key, { nodeId, label, problem }]): FlowIssue[] => {
    if (!key.startsWith(`${flowId}/`) || (nodeId !== null && !known(nodeId))) return []
    return [
      {
        code: 'draft',
        severity: 'warning',
        message: `“${label}” is not stored yet: ${problem} Until then its last good value holds.`,
        ...(nodeId === null ? {} : { nodeId }),
      },
    ]
  })
}
