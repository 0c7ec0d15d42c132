import {
  isRecord,
  type NodeInput,
  type Outcome,
  type StepContext,
  StepFailure,
  type ToolCall,
  type Value,
} from '@quorum/engine'
import { schemaProblem } from '../jsonSchema.ts'
import { askPeople } from './approvals.ts'
import type { ReadyTool } from './tool.ts'
import { toolBehaviour } from './toolBehaviour.ts'

/** A call of a tool and what came of it. */
export interface Called {
  readonly id: string
  readonly tool: string
  readonly input: Value
  readonly ok: boolean
  /** What it gave; else what went wrong, in words. */
  readonly output: Value
  /** Why it failed: a code of CATALOGUE §7.3, `unknown-tool`, `bad-arguments`, `repeated-call`. */
  readonly code?: string
}

/** These end the step; every other failure of a tool is something the model is told. */
const endsAll = new Set(['budget', 'cancelled'])

/** Calls a tool as a durable step, `tool[2][0]/weather` for `at` `[2][0]`. A failed call is a result, too: it is recorded, and not made again after a crash. */
export async function callTool(
  ctx: StepContext,
  at: string,
  call: ToolCall,
  tools: readonly ReadyTool[],
  input: NodeInput,
): Promise<Called> {
  const { id, name } = call
  const found = tools.find(({ tool }) => tool.name === name)
  const told = { id, tool: name, input: call.input }
  if (!found) {
    const known = tools.map(({ tool }) => tool.name).join(', ')
    return { ...told, ok: false, code: 'unknown-tool', output: `There is no tool “${name}”. You have: ${known}.` }
  }
  const problem = schemaProblem(call.input, found.schema)
  if (problem !== null)
    return { ...told, ok: false, code: 'bad-arguments', output: `The arguments do not fit: ${problem}` }
  if (found.tool.approval) {
    const refusal = await askPeople(ctx, `approval${at}/${name}`, found, call.input)
    if (refusal !== null) return { ...told, ok: false, code: 'not-approved', output: refusal }
  }
  ctx.say(`\n${name}…\n`)
  const result = await ctx.tool(`tool${at}/${name}`, (inner) => perform(inner, found, call.input, input))
  return { ...told, ...result }
}

type Result = Readonly<{ ok: boolean; output: Value; code?: string }>

async function perform(ctx: StepContext, found: ReadyTool, args: Value, outer: NodeInput): Promise<Result> {
  try {
    const outcome = await run(ctx, found, args, outer)
    if (outcome.type === 'failed') return { ok: false, code: outcome.failure.code, output: outcome.failure.message }
    const value = outcome.ports.out ?? null
    return { ok: true, output: found.face.result ? found.face.result(value) : value }
  } catch (error) {
    if (!(error instanceof StepFailure) || endsAll.has(error.code)) throw error
    // A model that is too busy just now: the step's own attempts are for that, and they keep what was done.
    if (found.face.thinks && error.retryable) throw error
    return { ok: false, code: error.code, output: error.message }
  }
}

async function run(ctx: StepContext, { definition, params }: ReadyTool, args: Value, outer: NodeInput) {
  const behaviour = toolBehaviour(definition.kind)
  const value = bare(args)
  const input: NodeInput = {
    value,
    ports: { in: value },
    arrivals: [],
    names: { ...outer.names, input: value },
    connected: new Set(['out']),
    seed: outer.seed,
  }
  const outcome: Outcome | null = behaviour.inTurn?.(params, input) ?? null
  if (outcome) return outcome
  if (!behaviour.task) throw new StepFailure('unknown-tool', `“${definition.kind}” cannot be used as a tool.`)
  return behaviour.task(ctx, params, input)
}

/** `{{ input }}` alone asks for one argument of that name, and stands for it. */
const bare = (args: Value): Value =>
  isRecord(args) && Object.keys(args).length === 1 && args.input !== undefined ? (args.input as Value) : args
