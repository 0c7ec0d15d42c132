import type { Budget } from '@quorum/engine'
import { cancelRun, finishStep, replayRun, retryRun, skipStep, steerRun } from '../api/client.ts'
import { messageOf } from '../api/error.ts'
import { toast } from '../ui/Toast.tsx'
import { reopenRun } from './currentRun.ts'

/** Does what a person asked of a run; what went wrong is said in a toast. @returns whether it was done. */
export async function tell(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    toast({ text: messageOf(error), tone: 'error' })
    return false
  }
}

export const stopRun = (runId: string): Promise<boolean> => tell(() => cancelRun(runId))
/** Stops one step or item, or all that carries a tag; the rest runs on. */
export const stopStep = (runId: string, path: string): Promise<boolean> => tell(() => cancelRun(runId, { path }))
export const stopTag = (runId: string, tag: string): Promise<boolean> => tell(() => cancelRun(runId, { tag }))
export const skip = (runId: string, path: string): Promise<boolean> => tell(() => skipStep(runId, path))
export const finish = (runId: string, path: string): Promise<boolean> => tell(() => finishStep(runId, path))
export const pauseRun = (runId: string): Promise<boolean> => tell(() => steerRun(runId, 'pause'))
export const resumeRun = (runId: string): Promise<boolean> => tell(() => steerRun(runId, 'resume'))
export const stepRun = (runId: string): Promise<boolean> => tell(() => steerRun(runId, 'step'))

/** Goes on with a run that had ended, from what failed or only from `paths`; what succeeded is kept. */
export const tryAgain = (
  runId: string,
  of: { paths?: readonly string[]; skip?: readonly string[]; budget?: Budget } = {},
): Promise<boolean> =>
  tell(async () => {
    await retryRun(runId, of)
    reopenRun(runId)
  })

/** Plays a run again from its log, as a run of its own, and hands its id on. */
export const replay = (runId: string, show: (id: string) => void): Promise<boolean> =>
  tell(async () => show((await replayRun(runId)).id))
