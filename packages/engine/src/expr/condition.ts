import { z } from 'zod'
import { StepFailure } from '../failure.ts'
import { limits } from '../limits.ts'
import { isRecord, textOf, type Value } from '../value.ts'
import { expressionEngines, requiredEngines } from './engines.ts'
import { lookup, parsePath, showPath } from './path.ts'
import { missingValue } from './template.ts'

export const operators = [
  '=',
  '!=',
  '>',
  '>=',
  '<',
  '<=',
  'contains',
  'startsWith',
  'endsWith',
  'matches',
  'exists',
  'isEmpty',
  'in',
] as const
export type Operator = (typeof operators)[number]

/** One comparison. `left` is a name as in templates, `right` a plain value. */
export interface Row {
  readonly left: string
  readonly op: Operator
  readonly right?: unknown
}
/** A condition: rows joined by `all` or `any`, nestable, or one CEL expression. */
export type When = string | { readonly all: readonly When[] } | { readonly any: readonly When[] } | Row

const maxRows = 300

const Nested: z.ZodType<When> = z.lazy(() =>
  z.union([
    z.string(),
    z.object({ all: z.array(Nested) }),
    z.object({ any: z.array(Nested) }),
    z.object({ left: z.string(), op: z.enum(operators), right: z.json().optional() }),
  ]),
)

/** What is nested too deep is refused before zod walks into it. */
export const When: z.ZodType<When> = z.preprocess((value) => (tooDeep(value, 0) ? undefined : value), Nested)

function tooDeep(value: unknown, depth: number): boolean {
  if (depth > 4 * limits.nesting) return true
  if (Array.isArray(value)) return value.some((inner) => tooDeep(inner, depth + 1))
  return isRecord(value) && Object.values(value).some((inner) => tooDeep(inner, depth + 1))
}

/** `all` of nothing holds, `any` of nothing does not. */
const groupOf = (when: When) => {
  if (typeof when === 'string') return null
  if ('all' in when) return when.all
  return 'any' in when ? when.any : null
}

/**
 * Rows are read in order and only as far as needed.
 * @throws StepFailure `missing-value` for a name that is not there (except left of `exists` and `isEmpty`), else `condition-error`.
 */
export function evaluate(when: When, names: Readonly<Record<string, Value>>): boolean {
  if (typeof when === 'string') return requiredEngines().evaluateCel(when, names)
  if ('all' in when) return when.all.every((inner) => evaluate(inner, names))
  if ('any' in when) return when.any.some((inner) => evaluate(inner, names))
  const path = parsePath(when.left)
  if (!path) throw new StepFailure('condition-error', leftProblem(when.left))
  const left = lookup(names, path)
  if (when.op === 'exists') return left !== undefined && left !== null
  if (when.op === 'isEmpty') return isEmpty(left)
  if (left === undefined) throw missingValue(showPath(path))
  return compare(left, when.op, (when.right ?? null) as Value, showPath(path))
}

function isEmpty(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === '') return true
  return typeof value === 'object' && Object.keys(value).length === 0
}

function compare(left: Value, op: Operator, right: Value, name: string): boolean {
  switch (op) {
    case '=':
      return same(left, right)
    case '!=':
      return !same(left, right)
    case 'contains':
      return contains(left, right)
    case 'in':
      return contains(right, left)
    case 'startsWith':
      return textOf(left).startsWith(textOf(right))
    case 'endsWith':
      return textOf(left).endsWith(textOf(right))
    case 'matches':
      return requiredEngines().patternMatches(textOf(right), textOf(left))
    default:
      return inOrder(left, op, right, name)
  }
}

function inOrder(left: Value, op: Operator, right: Value, name: string): boolean {
  if (left === null || right === null) return false
  const a = numberOf(left)
  const b = numberOf(right)
  const order = a !== null && b !== null ? a - b : textOrder(left, right)
  if (order === null) {
    throw new StepFailure(
      'condition-error',
      `“${name} ${op} …” compares ${kindOf(left)} with ${kindOf(right)}. Only numbers or texts have an order.`,
    )
  }
  if (op === '>') return order > 0
  if (op === '>=') return order >= 0
  return op === '<' ? order < 0 : order <= 0
}

function textOrder(left: Value, right: Value): number | null {
  if (typeof left !== 'string' || typeof right !== 'string') return null
  if (left === right) return 0
  return left < right ? -1 : 1
}

/** A number, also when a model wrote it as text. */
function numberOf(value: Value): number | null {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || value.trim() === '') return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}

const kindOf = (value: Value) => (Array.isArray(value) ? 'a list' : `a ${typeof value}`)

function contains(whole: Value, part: Value): boolean {
  if (Array.isArray(whole)) return whole.some((inner: Value) => same(inner, part))
  if (isRecord(whole)) return typeof part === 'string' && Object.hasOwn(whole, part)
  return whole !== null && textOf(whole).includes(textOf(part))
}

/** Equal as JSON; `5` and `"5"` are equal too, because forms and models write numbers as text. */
function same(a: Value, b: Value): boolean {
  if (a === b) return true
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((inner: Value, i) => same(inner, b[i] as Value))
  }
  if (isRecord(a) && isRecord(b)) {
    const keys = Object.keys(a)
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && same(a[key] as Value, b[key] as Value))
    )
  }
  if (typeof a === typeof b) return false
  const left = numberOf(a)
  return left !== null && left === numberOf(b)
}

/** Every name the condition mentions, each once. */
export function conditionNames(when: When): string[][] {
  return once(namesOf(when, false))
}

/** Of those, the ones that may be absent: left of `exists` and `isEmpty`, or inside CEL's `has(…)`. */
export function optionalConditionNames(when: When): string[][] {
  return once(namesOf(when, true))
}

function namesOf(when: When, onlyOptional: boolean): readonly string[][] {
  if (typeof when === 'string') {
    const parsed = expressionEngines()?.parseCel(when)
    if (!parsed || 'problem' in parsed) return []
    return onlyOptional ? parsed.optional : parsed.names
  }
  const group = groupOf(when)
  if (group) return group.flatMap((inner) => namesOf(inner, onlyOptional))
  const row = when as Row
  const path = parsePath(row.left)
  return path && (!onlyOptional || row.op === 'exists' || row.op === 'isEmpty') ? [path] : []
}

const once = (paths: readonly string[][]) => [...new Map(paths.map((path) => [JSON.stringify(path), path])).values()]

const leftProblem = (left: string) =>
  left.trim() === ''
    ? 'A row has no name on its left side. Pick one, e.g. input.score.'
    : `“${left.slice(0, 80)}” is not a name. Write it like input.score or nodes.review.text.`

/** What is wrong with the condition as it is written, or null. */
export function conditionProblem(when: When): string | null {
  let rows = 0
  const look = (inner: When, depth: number): string | null => {
    rows += 1
    if (rows > maxRows) return `The condition has more than ${maxRows} parts. Split it.`
    if (depth > limits.nesting) return `The condition is nested more than ${limits.nesting} deep. Flatten it.`
    if (typeof inner === 'string') {
      const parsed = expressionEngines()?.parseCel(inner)
      return parsed && 'problem' in parsed ? parsed.problem : null
    }
    const group = groupOf(inner)
    if (!group) return rowProblem(inner as Row)
    for (const next of group) {
      const problem = look(next, depth + 1)
      if (problem) return problem
    }
    return null
  }
  return look(when, 0)
}

function rowProblem(row: Row): string | null {
  if (!parsePath(row.left)) return leftProblem(row.left)
  if (row.op === 'exists' || row.op === 'isEmpty') return null
  if (row.right === undefined) return `The row “${row.left} ${row.op} …” has nothing on its right side. Fill it in.`
  return row.op === 'matches' ? (expressionEngines()?.patternProblem(textOf(row.right)) ?? null) : null
}
