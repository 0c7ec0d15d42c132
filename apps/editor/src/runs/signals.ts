import type { SignalIn } from '@quorum/engine'
import { sendSignal } from '../api/client.ts'
import { ApiError, messageOf } from '../api/error.ts'
import { toast } from '../ui/Toast.tsx'
import { runStore } from './currentRun.ts'

/**
 * Answers the steps of a node that wait for people. What was decided shows once the server says so, never before.
 * A node of a body may wait in several items at once: the one that waits longest is answered.
 */
export async function answerStep(nodeId: string, signal: SignalIn): Promise<void> {
  const head = runStore.head()
  const waiting = head?.waitingFor.find((one) => one.nodeId === nodeId)
  if (!head) return
  try {
    await sendSignal(head.id, waiting?.path ?? nodeId, signal)
  } catch (error) {
    const late = error instanceof ApiError && error.code === 'wrong-status'
    toast({ text: late ? 'Somebody has decided this already.' : messageOf(error), tone: late ? 'plain' : 'error' })
  }
}
