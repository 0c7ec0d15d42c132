import { operators, type Row, type When } from '@quorum/engine'

/** A condition as the rows editor shows it: one level of rows, joined by all or any. */
export interface Rows {
  readonly join: 'all' | 'any'
  readonly rows: readonly Row[]
}

/** The condition as rows, or null if it is an expression or nested: then it is edited as text. */
export function rowsOf(when: When | undefined): Rows | null {
  if (when === undefined) return { join: 'all', rows: [] }
  if (typeof when === 'string') return null
  if ('left' in when) return { join: 'all', rows: [when] }
  const join = 'all' in when ? 'all' : 'any'
  const parts = 'all' in when ? when.all : when.any
  return parts.every(isRow) ? { join, rows: parts } : null
}

const isRow = (when: When): when is Row => typeof when === 'object' && 'left' in when

export const whenOf = ({ join, rows }: Rows): When | undefined =>
  rows.length === 0 ? undefined : join === 'all' ? { all: rows } : { any: rows }

export const needsRight = (op: Row['op']): boolean => op !== 'exists' && op !== 'isEmpty'

export const operatorWords: Record<Row['op'], string> = {
  '=': 'is',
  '!=': 'is not',
  '>': 'is more than',
  '>=': 'is at least',
  '<': 'is less than',
  '<=': 'is at most',
  contains: 'contains',
  startsWith: 'starts with',
  endsWith: 'ends with',
  matches: 'matches',
  exists: 'is there',
  isEmpty: 'is empty',
  in: 'is one of',
}

/** `0.8`, `true` and `["a"]` are what they look like; everything else is text. */
export function parseRight(text: string): unknown {
  const trimmed = text.trim()
  if (/^(-?\d+(\.\d+)?([eE][+-]?\d+)?|true|false|null)$/.test(trimmed) || /^[[{"]/.test(trimmed)) {
    try {
      return JSON.parse(trimmed)
    } catch {
      return text
    }
  }
  return text
}

export const showRight = (value: unknown): string =>
  value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value)

/** The same as one CEL expression, for going on by hand. */
export function expressionOf({ join, rows }: Rows): string {
  const one = ({ left, op, right }: Row): string => {
    const value = JSON.stringify(right ?? '')
    switch (op) {
      case '=':
        return `${left} == ${value}`
      case 'contains':
      case 'startsWith':
      case 'endsWith':
      case 'matches':
        return `${left}.${op}(${value})`
      case 'exists':
        return `has(${left})`
      case 'isEmpty':
        return `size(${left}) == 0`
      default:
        return `${left} ${op} ${value}`
    }
  }
  return rows.map(one).join(join === 'all' ? ' && ' : ' || ')
}

export { operators }
