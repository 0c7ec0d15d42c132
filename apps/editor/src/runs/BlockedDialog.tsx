import type { FlowIssue } from '@quorum/engine'
import { Problem } from '../inspector/ProblemsPanel.tsx'
import { Dialog } from '../ui/Dialog.tsx'

interface Props {
  issues: readonly FlowIssue[]
  onClose: () => void
}

/** Run was pressed, and this is what has to be mended first. */
export function BlockedDialog({ issues, onClose }: Props) {
  return (
    <Dialog
      open={issues.length > 0}
      onOpenChange={onClose}
      title="This workflow cannot run yet"
      description={issues.length === 1 ? 'One problem stops it.' : `${issues.length} problems stop it.`}
    >
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys press the buttons inside; going to a problem or mending it ends this dialog */}
      <ul onClick={onClose}>
        {issues.map((issue) => (
          <Problem key={`${issue.code} ${issue.path} ${issue.nodeId} ${issue.edgeId}`} issue={issue} />
        ))}
      </ul>
    </Dialog>
  )
}
