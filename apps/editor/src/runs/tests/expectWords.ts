import type { Expectation } from '../../api/types.ts'

export const expectTypes: Readonly<Record<Expectation['type'], string>> = {
  contains: 'contains',
  equals: 'is equal to',
  condition: 'fulfils a condition',
  judge: 'is judged',
}

/** "contains “tea”", "is judged: it is polite". */
export function expectWords(expect: Expectation): string {
  switch (expect.type) {
    case 'equals':
      return `is equal to ${short(expect.value)}`
    case 'contains':
      return `contains “${expect.text}”`
    case 'condition':
      return `fulfils ${typeof expect.when === 'string' ? expect.when : JSON.stringify(expect.when)}`
    case 'judge':
      return `is judged: ${expect.criteria}`
  }
}

/** Any value in a line or two: "city: Oslo · days: 3". */
export const short = (value: unknown): string => {
  const text = inLine(value)
  return text.length > 200 ? `${text.slice(0, 199)}…` : text
}

function inLine(value: unknown, depth = 0): string {
  if (typeof value !== 'object' || value === null || depth > 3)
    return typeof value === 'string' ? value : JSON.stringify(value)
  if (Array.isArray(value)) return value.map((one) => inLine(one, depth + 1)).join(', ')
  const fields = Object.entries(value)
  const [only] = fields
  if (depth === 0 && only && fields.length === 1) return inLine(only[1], depth)
  return fields.map(([name, part]) => `${name}: ${inLine(part, depth + 1)}`).join(' · ')
}
