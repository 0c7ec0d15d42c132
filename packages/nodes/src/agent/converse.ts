import {
  type ModelMessage,
  type NodeInput,
  type StepContext,
  StepFailure,
  type ToolCall,
  type Value,
} from '@quorum/engine'
import { type Called, callTool } from './callTool.ts'
import type { ReadyTool } from './tool.ts'

type Request = Parameters<StepContext['ask']>[0]

/** What an agent did in one turn, as it stands in the record of its step. */
export interface TurnRecord {
  readonly text: string
  readonly reasoning?: string
  readonly calls: readonly Called[]
}
/** Why it stopped using tools. */
export type Stopped = 'answered' | 'turns' | 'repeated' | 'unknown-tool'

export interface Conversation {
  readonly text: string
  readonly messages: readonly ModelMessage[]
  readonly turns: readonly TurnRecord[]
  readonly stopped: Stopped
}

/** The same call with the same arguments so often, and the model is going round in circles. */
const mostEqualCalls = 3

const lastWords: Readonly<Record<Exclude<Stopped, 'answered'>, string>> = {
  turns: 'You have no more turns for tools. Answer now with what you know, and say what is missing.',
  repeated: 'You made the same call again and again. Answer now with what you know, and say what is missing.',
  'unknown-tool': 'You asked for a tool that does not exist, twice. Answer now without tools.',
}

/**
 * Asks, calls the tools the model wants, tells it the results, and asks again, until it answers. Each turn and each call is
 * a durable step: `turn[2]`, and `tool[2][0]/weather` for its first call.
 * @throws StepFailure `turns` when the last turn brings no answer and `onLimit` says so.
 */
export async function converse(
  ctx: StepContext,
  request: Request,
  tools: readonly ReadyTool[],
  input: NodeInput,
  limit: { readonly turns: number; readonly onLimit: 'answer' | 'fail' },
): Promise<Conversation> {
  const specs = tools.map(({ tool: { name, description }, schema }) => ({ name, description, schema }))
  const messages: ModelMessage[] = [...request.messages]
  const turns: TurnRecord[] = []
  const made = new Map<string, number>()
  let unknown = 0
  let stopped: Stopped = 'answered'
  for (let turn = 1; ; turn++) {
    if (stopped === 'answered' && turn === limit.turns && turn > 1) {
      if (limit.onLimit === 'fail') throw outOfTurns(limit.turns)
      stopped = 'turns'
    }
    if (stopped !== 'answered') messages.push({ role: 'user', content: lastWords[stopped] })
    const answer = await ctx.ask(
      { ...request, messages: [...messages], tools: specs, ...(stopped === 'answered' ? {} : { useTools: false }) },
      `turn[${turn}]`,
    )
    const calls = stopped === 'answered' ? (answer.calls ?? []) : []
    const told = { text: answer.text, ...(answer.reasoning ? { reasoning: answer.reasoning } : {}) }
    if (calls.length === 0) {
      turns.push({ ...told, calls: [] })
      messages.push({ role: 'assistant', content: answer.text })
      return { text: answer.text, messages, turns, stopped }
    }
    const repeated = calls.filter((call) => count(made, call) >= mostEqualCalls)
    const results = await allOf(
      calls.map(async (call, index) =>
        repeated.includes(call) ? again(call) : callTool(ctx, `[${turn}][${index}]`, call, tools, input),
      ),
    )
    turns.push({ ...told, calls: results })
    messages.push({ role: 'assistant', content: answer.text, calls })
    for (const result of results)
      messages.push({ role: 'tool', callId: result.id, tool: result.tool, content: wordsOf(result) })
    unknown += results.some(({ code }) => code === 'unknown-tool') ? 1 : 0
    if (repeated.length > 0) stopped = 'repeated'
    else if (unknown > 1) stopped = 'unknown-tool'
  }
}

/** All results, or the first failure; not before every call has ended, so that what was done is recorded. */
async function allOf<T>(work: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(work)
  return Promise.all(work)
}

function count(made: Map<string, number>, { name, input }: ToolCall): number {
  const key = `${name} ${JSON.stringify(input)}`
  const times = (made.get(key) ?? 0) + 1
  made.set(key, times)
  return times
}

const again = ({ id, name, input }: ToolCall): Called => ({
  id,
  tool: name,
  input,
  ok: false,
  code: 'repeated-call',
  output: 'This very call was made before, and its result will be the same.',
})

const longestResult = 64 * 1024

/** A result as the model reads it. */
function wordsOf({ ok, output }: Called): string {
  const text = typeof output === 'string' ? output : JSON.stringify(output)
  const cut = text.length > longestResult ? `${text.slice(0, longestResult)}\n… (cut: ${text.length} characters)` : text
  return ok ? cut : `Error: ${cut}`
}

const outOfTurns = (turns: number): StepFailure =>
  new StepFailure('turns', `The agent used ${turns - 1} turns on tools and has no answer yet.`)

export const recordOf = ({ turns, stopped }: Conversation): Value => ({ turns, stopped }) as unknown as Value
