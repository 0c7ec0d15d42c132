import { isRecord, type NodeBehaviour, type StepContext, type Value } from '@quorum/engine'
import { dayMs } from '../params.ts'
import type { ReadyTool } from './tool.ts'

/** What people decided about a call. */
interface Decision {
  readonly decision: 'approve' | 'reject' | 'timeout'
  readonly by: string | null
  readonly at: string
  readonly note: string
}

/** Stops the run until a person has allowed the call. @returns null if they did, else what the model is told. */
export async function askPeople(
  ctx: StepContext,
  key: string,
  { tool }: ReadyTool,
  input: Value,
): Promise<string | null> {
  const memory = {
    message: `May the agent use “${tool.name}” with this?`,
    tool: tool.name,
    value: input,
    decisions: [],
  }
  const answer = await ctx.wait(key, { kind: 'approval', memory, forMs: dayMs })
  const { decision, note } = answer as unknown as Decision
  if (decision === 'approve') return null
  const who = decision === 'timeout' ? 'Nobody allowed this call in time.' : 'A person did not allow this call.'
  return note === '' ? who : `${who} They say: ${note}`
}

/** One person is enough. What they write beside a refusal reaches the model. */
export const answered: NonNullable<NodeBehaviour['answered']> = (parked, signal, now) => {
  const at = new Date(now).toISOString()
  if (signal === null) return { value: decided({ decision: 'timeout', by: null, at, note: '' }) }
  if (signal.decision === undefined) return parked
  const note = isRecord(signal.data) && typeof signal.data.note === 'string' ? signal.data.note : ''
  return { value: decided({ decision: signal.decision, by: signal.by?.trim() || 'someone', at, note }) }
}

const decided = (decision: Decision): Value => ({ ...decision })
