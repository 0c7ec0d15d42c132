import {
  completed,
  evaluate,
  isRecord,
  lookup,
  type NodeBehaviour,
  type NodeInput,
  type Outcome,
  type StepContext,
  StepFailure,
  textOf,
  type Value,
  type When,
} from '@quorum/engine'
import type { z } from 'zod'
import { askReadable, objectOf, type Reading } from '../ask.ts'
import { extrasOf } from '../code/run.ts'
import { schemaProblems } from '../jsonSchema.ts'
import { orFailed } from '../outcome.ts'
import { type gate, whenInWords } from './definition.ts'

type Params = z.infer<typeof gate.params>
type Verdict = { readonly pass: boolean; readonly score?: number; readonly reasons: readonly string[] }

/** The value leaves by `pass` or `fail` unchanged; the verdict is the record. A check that cannot be made fails the node. */
export const runGate: NodeBehaviour<Params> = {
  inTurn(params, input) {
    if (params.check === 'rules') return orFailed(() => decided(byRules(params.when, input.names), input))
    return params.check === 'schema' ? orFailed(() => decided(bySchema(params.schema, input.value), input)) : null
  },
  async task(ctx, params, input) {
    return decided(
      params.check === 'code' ? await byCode(ctx, params, input) : await byModel(ctx, params, input),
      input,
    )
  },
}

const decided = (verdict: Verdict, { value }: NodeInput): Outcome =>
  completed({ [verdict.pass ? 'pass' : 'fail']: value }, verdict as Value)

function byRules(when: When | undefined, names: NodeInput['names']): Verdict {
  if (when === undefined) throw new StepFailure('condition-error', 'This gate has no rule. Say when a value passes.')
  const pass = evaluate(when, names)
  const parts = typeof when === 'object' && 'all' in when ? when.all : [when]
  const decisive = pass ? parts : parts.filter((part) => !evaluate(part, names))
  return {
    pass,
    reasons: decisive.map((part) => `${pass ? '' : 'Not so: '}${whenInWords(part)}${measured(part, names)}`),
  }
}

/** A short value beside the rule it was held against: " (it is 0.5)". */
function measured(when: When, names: NodeInput['names']): string {
  if (typeof when === 'string' || !('left' in when)) return ''
  const value = lookup(names, when.left.split('.'))
  return value === undefined || textOf(value).length > 40 ? '' : ` (it is ${textOf(value) || 'empty'})`
}

function bySchema(schema: Record<string, unknown> | undefined, value: Value): Verdict {
  if (!schema) throw new StepFailure('condition-error', 'This gate has no shape to check. Give it a JSON Schema.')
  const reasons = schemaProblems(schema, parsedIfJson(schema, value))
  return { pass: reasons.length === 0, reasons }
}

/** Models give text: JSON in it counts as the value it says, unless the shape asks for text. */
function parsedIfJson(schema: Record<string, unknown>, value: Value): Value {
  if (typeof value !== 'string' || schema.type === 'string') return value
  try {
    return JSON.parse(value) as Value
  } catch {
    return value
  }
}

async function byCode(ctx: StepContext, { source }: Params, { value, names }: NodeInput): Promise<Verdict> {
  const result = await ctx.code(source ?? '', value, extrasOf(names), { timeoutMs: 1_000, memoryMb: 32 })
  if (typeof result === 'boolean') return { pass: result, reasons: [] }
  const read = readVerdict(result)
  if (read.ok) return read.value
  throw new StepFailure('code-output', `The check must give true, false or {pass, score, reasons}. ${read.problem}`)
}

const verdictSchema = {
  type: 'object',
  properties: {
    pass: { type: 'boolean' },
    score: { type: 'number', minimum: 0, maximum: 1, description: 'How well the criteria are met' },
    reasons: {
      type: 'array',
      items: { type: 'string' },
      description: 'What is missing or wrong, one short sentence each',
    },
  },
  required: ['pass'],
}

async function byModel(ctx: StepContext, params: Params, { value, names }: NodeInput): Promise<Verdict> {
  const [criteria = '', model = ''] = await ctx.render([params.criteria, params.model ?? ''], names)
  const system = `You check work against criteria. Be strict and fair.\n\nCriteria:\n${criteria}`
  const answer = await askReadable(
    ctx,
    {
      model: model.trim() || undefined,
      messages: [
        { role: 'system', content: system },
        { role: 'user', content: textOf(value) },
      ],
      schema: verdictSchema,
      role: 'judge',
    },
    objectOf(readVerdict),
  )
  if (answer.ok) return answer.value
  throw new StepFailure(
    'schema',
    'The model gave no readable verdict, twice. Make the criteria simpler or try another model.',
  )
}

function readVerdict(value: Value): Reading<Verdict> {
  if (!isRecord(value) || typeof value.pass !== 'boolean')
    return { ok: false, problem: 'It has no “pass” that is true or false.' }
  const { pass, score, reasons } = value
  const list = Array.isArray(reasons) ? reasons : reasons === undefined || reasons === null ? [] : [reasons]
  const verdict: Verdict = { pass, reasons: list.map(textOf), ...(typeof score === 'number' ? { score } : {}) }
  return { ok: true, value: verdict }
}
