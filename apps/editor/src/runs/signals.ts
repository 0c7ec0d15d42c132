import type { SignalIn } from '@quorum/engine'
import { sendSignal } from '../api/client.ts'
import { ApiError, messageOf } from '../api/error.ts'
import { toast } from '../ui/Toast.tsx'
import { runStore } from './currentRun.ts'

/**
 * Answers the step at a path, which waits for people or for a signal. What was decided shows once the server says so,
 * never before.
 */
export async function answerAt(path: string, signal: SignalIn): Promise<void> {
  const head = runStore.head()
  if (!head) return
  try {
    await sendSignal(head.id, path, signal)
  } catch (error) {
    const late = error instanceof ApiError && error.code === 'wrong-status'
    toast({ text: late ? 'Somebody has decided this already.' : messageOf(error), tone: late ? 'plain' : 'error' })
  }
}

/** The same for a node. One of a body may wait in several items at once: the one that waits longest is answered. */
export const answerStep = (nodeId: string, signal: SignalIn): Promise<void> =>
  answerAt(runStore.head()?.waitingFor.find((one) => one.nodeId === nodeId)?.path ?? nodeId, signal)
