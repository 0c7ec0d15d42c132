import { type ASTNode, Environment, EvaluationError, type ParseResult } from '@marcbachmann/cel-js'
import { StepFailure } from '../failure.ts'
import type { Value } from '../value.ts'
import { lookup, showPath } from './path.ts'
import { missingValue } from './template.ts'

const maxChars = 2 * 1024

/** No loops, no patterns, nothing that can grow a value: what is left ends quickly on any input (SECURITY §3.3). */
const allowedCalls = new Set([
  'has',
  'size',
  'int',
  'double',
  'string',
  'bool',
  'dyn',
  'type',
  'contains',
  'startsWith',
  'endsWith',
  'lowerAscii',
  'upperAscii',
  'trim',
  'indexOf',
  'timestamp',
  'duration',
])

const environment = new Environment({
  unlistedVariablesAreDyn: true,
  homogeneousAggregateLiterals: false,
  limits: { maxAstNodes: 300, maxDepth: 32, maxListElements: 200, maxMapEntries: 200, maxCallArguments: 16 },
})
// Numbers of JSON are doubles and `1` in a text is an int: without these, `input.count + 1` would be a type error.
for (const [sign, work] of Object.entries({
  '+': (a: number, b: number) => a + b,
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
  '/': (a: number, b: number) => a / b,
  '%': (a: number, b: number) => a % b,
})) {
  const mixed = (a: number | bigint, b: number | bigint) => work(Number(a), Number(b))
  environment.registerOperator(`double ${sign} int`, mixed)
  environment.registerOperator(`int ${sign} double`, mixed)
  if (sign === '%') environment.registerOperator('double % double', mixed)
}

interface Cel {
  readonly run: ParseResult
  readonly names: readonly string[][]
  readonly optional: readonly string[][]
}
type Parsed = Cel | { readonly problem: string }

const kept = new Map<string, Parsed>()

export function parseCel(text: string): Parsed {
  const known = kept.get(text)
  if (known) return known
  if (kept.size >= 1_000) kept.clear()
  const parsed = parseAnew(text)
  kept.set(text, parsed)
  return parsed
}

function parseAnew(text: string): Parsed {
  if (text.trim() === '') return { problem: 'The condition is empty. Write one, e.g. input.score >= 0.8.' }
  if (text.length > maxChars) return { problem: `The condition is longer than ${maxChars} characters. Shorten it.` }
  try {
    const run = environment.parse(text)
    const walked: Walked = { names: [], optional: [], problem: null }
    walk(run.ast, walked, false)
    return walked.problem === null
      ? { run, names: walked.names, optional: walked.optional }
      : { problem: walked.problem }
  } catch (error) {
    return { problem: `The condition cannot be read: ${summaryOf(error)}.` }
  }
}

interface Walked {
  names: string[][]
  optional: string[][]
  problem: string | null
}

function walk(node: ASTNode, out: Walked, mayBeAbsent: boolean): void {
  const path = pathOf(node)
  if (path) {
    out.names.push(path)
    if (mayBeAbsent) out.optional.push(path)
    return
  }
  if (node.op === 'call' || node.op === 'rcall') {
    const [name] = node.args
    if (!allowedCalls.has(name)) out.problem ??= refusal(name)
    if (name === 'has') {
      for (const child of children(node)) walk(child, out, true)
      return
    }
  }
  for (const child of children(node)) walk(child, out, mayBeAbsent)
}

function refusal(name: string): string {
  if (name === 'matches') return '“matches” is not available here. Use a row with the operator “matches” instead.'
  return `“${name}” is not available in conditions. Use a code node for work of that kind.`
}

/** `a.b["c"][0]` as a path; null when anything in it is computed. */
function pathOf(node: ASTNode): string[] | null {
  if (node.op === 'id') return [node.args]
  if (node.op === '.') {
    const before = pathOf(node.args[0])
    return before && [...before, node.args[1]]
  }
  if (node.op === '[]') {
    const [target, key] = node.args
    if (key.op !== 'value' || (typeof key.args !== 'string' && typeof key.args !== 'bigint')) return null
    const before = pathOf(target)
    return before && [...before, String(key.args)]
  }
  return null
}

function children(node: ASTNode): ASTNode[] {
  const out: ASTNode[] = []
  const collect = (part: unknown) => {
    if (Array.isArray(part)) for (const inner of part) collect(inner)
    else if (typeof part === 'object' && part !== null && 'op' in part) out.push(part as ASTNode)
  }
  collect(node.args)
  return out
}

/** @throws StepFailure `missing-value` for an absent name, else `condition-error`. */
export function evaluateCel(text: string, names: Readonly<Record<string, Value>>): boolean {
  const parsed = parseCel(text)
  if ('problem' in parsed) throw new StepFailure('condition-error', parsed.problem)
  let result: unknown
  try {
    result = parsed.run(Object.assign(Object.create(null), names))
  } catch (error) {
    if (error instanceof EvaluationError && absent.has(error.code)) {
      const path = parsed.names.find((name) => lookup(names, name) === undefined)
      throw missingValue(path ? showPath(path) : error.summary.replace(/^(No such key|Unknown variable): /, ''))
    }
    throw new StepFailure('condition-error', `The condition “${text}” cannot be computed: ${summaryOf(error)}.`)
  }
  if (typeof result === 'boolean') return result
  throw new StepFailure(
    'condition-error',
    `The condition “${text}” gives ${kindOf(result)}, not true or false. Compare it with something, e.g. “… > 0”.`,
  )
}

const absent = new Set(['no_such_key', 'unknown_variable', 'index_out_of_bounds'])

const kindOf = (value: unknown) =>
  value === null ? 'null' : typeof value === 'bigint' || typeof value === 'number' ? 'a number' : `a ${typeof value}`

function summaryOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'summary' in error) return String(error.summary)
  return error instanceof Error ? error.message : 'unknown error'
}
