import { isRecord, type NodeView, textOf } from '@quorum/engine'

const onlyBrackets = /^[[\]{}(),\s]*$/

const jsonField = /^"([^"]+)":\s*(.*?),?$/

/** One line for reading: no Markdown signs at its start, fields of JSON as `name: value`. */
function readable(line: string): string {
  const plain = line
    .replace(/^\s*(#{1,6}\s+|[-*]\s+|>\s+)/, '')
    .replaceAll('**', '')
    .trim()
  const [, name, value] = jsonField.exec(plain) ?? []
  return name === undefined ? plain : `${name}: ${(value ?? '').replace(/^"(.*)"$/, '$1').replace(/^[[{]$/, '…')}`
}

/** First lines of a text with content; lines that only hold brackets have none. */
export const firstLines = (text: string, many: number): string[] =>
  text
    .split('\n')
    .map(readable)
    .filter((line) => !onlyBrackets.test(line))
    .slice(0, many)

/** Any value in at most two lines. */
export function briefLines(value: unknown): string[] {
  if (Array.isArray(value)) {
    const [first] = value.length > 0 ? briefLines(value[0]) : []
    return [`${value.length} ${value.length === 1 ? 'entry' : 'entries'}`, ...(first ? [first] : [])]
  }
  if (isRecord(value) && Object.keys(value).length > 1) {
    const fields = Object.entries(value).map(([name, field]) => `${name}: ${firstLines(textOf(field), 1)[0] ?? '–'}`)
    return [fields.join(' · ')]
  }
  return firstLines(textOf(value), 2)
}

/** The result of a node as text: what it streamed, else what its record holds. */
export const resultText = (run: NodeView): string => run.text ?? textOf(run.detail)

/** The letters of a container's items, if it has any. */
export const itemsOf = (run: NodeView | null): string =>
  isRecord(run?.detail) && typeof run.detail.items === 'string' ? run.detail.items : ''

export const numberIn = (value: unknown, key: string): number | null =>
  isRecord(value) && typeof value[key] === 'number' ? value[key] : null
export const textIn = (value: unknown, key: string): string | null =>
  isRecord(value) && typeof value[key] === 'string' ? value[key] : null
export const listIn = (value: unknown, key: string): readonly unknown[] =>
  isRecord(value) && Array.isArray(value[key]) ? value[key] : []

export function shortMs(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
