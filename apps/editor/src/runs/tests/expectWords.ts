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

export const short = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return text.length > 200 ? `${text.slice(0, 199)}…` : text
}
