import { useEffect } from 'react'
import { listRuns } from '../api/client.ts'
import { hideRun, runStore, showRun } from './currentRun.ts'
import { looksBack } from './moment.ts'
import { openPins } from './pins.ts'

/**
 * Puts a run on screen while this flow is open: the one named, else the flow's latest, so that a reload and a second
 * browser show the same picture.
 */
export function useFlowRun(flowId: string, runId: string | undefined): void {
  useEffect(() => {
    openPins(flowId)
    let current = true
    if (runId !== undefined) showRun(runId)
    else {
      listRuns({ flowId, limit: 1 }).then(
        ({ items: [latest] }) => {
          // Run may have been pressed while we asked.
          if (current && latest && runStore.connection() === 'none') showRun(latest.id)
        },
        () => {
          // Without the list there is no earlier run to show; Run still works and says what is wrong.
        },
      )
    }
    return () => {
      current = false
      void letGo()
      hideRun()
    }
  }, [flowId, runId])
}

/** Only if somebody looked back is there anything to let go. */
async function letGo(): Promise<void> {
  if (looksBack()) (await import('./replay/replay.ts')).forgetReplay()
}
