import { type Asked, PAPER_INPUT_TOKENS, PAPER_STEPS, PAPER_TARGET, paperModels } from '@quorum/nodes/maker/estimator'

/** The fields of the page as they are typed: shares in percent. */
const fieldNames = ['p', 'v', 't', 'k', 'steps', 'in', 'out', 'inputTokens', 'outputTokens'] as const
export type FieldName = (typeof fieldNames)[number]
export type Fields = Readonly<Record<FieldName, string>>

/** A model of the paper, at the paper's task. */
export function fieldsOf(model: (typeof paperModels)[number]): Fields {
  return {
    p: inPercent(1 - model.wrong),
    v: '100',
    t: inPercent(PAPER_TARGET),
    k: '',
    steps: String(PAPER_STEPS),
    in: String(model.price.input),
    out: String(model.price.output),
    inputTokens: String(PAPER_INPUT_TOKENS),
    outputTokens: String(model.outputTokens),
  }
}

const inPercent = (share: number): string => String(Number((100 * share).toFixed(8)))

/** Of a link from a MAKER node: `?p=0.99&steps=1023&k=4`. What it does not say is the first model of the paper. */
export function fieldsIn(query: string): Fields {
  const given = new URLSearchParams(query)
  const [first] = paperModels
  if (!first) throw new Error('the table has models')
  const fields: Record<FieldName, string> = { ...fieldsOf(first) }
  for (const name of fieldNames) {
    const value = given.get(name)
    if (value === null || !Number.isFinite(Number(value))) continue
    fields[name] = name === 'p' || name === 'v' || name === 't' ? inPercent(Number(value)) : value
  }
  return fields
}

const number = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text.replaceAll(',', '')))

export const askedBy = (fields: Fields): Asked => ({
  p: number(fields.p) / 100,
  v: number(fields.v) / 100,
  t: number(fields.t) / 100,
  k: fields.k.trim() === '' ? 'auto' : number(fields.k),
  steps: number(fields.steps),
  price: { input: number(fields.in), output: number(fields.out) },
  inputTokens: number(fields.inputTokens),
  outputTokens: number(fields.outputTokens),
})
