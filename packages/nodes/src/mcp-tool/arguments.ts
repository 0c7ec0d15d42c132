import { isRecord } from '@quorum/engine'

/** What is typed for each argument: text with names in it, or JSON where the tool wants something else than text. */
export type Arguments = Readonly<Record<string, string>>

/** An argument as the tool's schema describes it. */
export interface WantedArgument {
  readonly name: string
  readonly title: string | undefined
  readonly description: string | undefined
  /** `string`, `number`…; undefined: anything. */
  readonly type: string | undefined
  readonly choices: readonly unknown[] | undefined
  readonly required: boolean
}

const insertion = /\{\{(?:(?!\}\}).)*\}\}/gs
/** Stands for an insertion while the text around it is read as JSON; no keyboard writes it. */
const place = (index: number): string => `\ue000${index}\ue000`

export function wantedArguments(schema: unknown): readonly WantedArgument[] {
  const { properties, required } = isRecord(schema) ? schema : {}
  const must = new Set(Array.isArray(required) ? required : [])
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
  return Object.entries(isRecord(properties) ? properties : {}).map(([name, given]) => {
    const about = isRecord(given) ? given : {}
    return {
      name,
      title: text(about.title),
      description: text(about.description),
      type: text(about.type),
      choices: Array.isArray(about.enum) ? about.enum : undefined,
      required: must.has(name),
    }
  })
}

/** The arguments one by one. Null where the text is no object that is written out, such as `{{ input }}`. */
export function readArguments(text: string): Arguments | null {
  const kept: string[] = []
  let json = ''
  let from = 0
  for (const { 0: found, index } of text.matchAll(insertion)) {
    json += text.slice(from, index)
    const mark = place(kept.push(found) - 1)
    json += endsInQuotes(json) ? mark : `"${mark}"`
    from = index + found.length
  }
  const back = (written: string): string =>
    written.replace(/\ue000(\d+)\ue000/g, (_, index) => kept[Number(index)] ?? '')
  const typed = (value: unknown): string =>
    back(typeof value === 'string' ? value : JSON.stringify(value).replace(/"(\ue000\d+\ue000)"/g, '$1'))
  try {
    const value: unknown = JSON.parse(json + text.slice(from))
    if (!isRecord(value)) return null
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, typed(inner)]))
  } catch {
    return null
  }
}

/** The inverse: JSON in which texts stand in quotes, and everything else as it was typed. Empty ones are left out. */
export function writeArguments(typed: Arguments, wanted: readonly WantedArgument[]): string {
  const types = new Map(wanted.map(({ name, type }) => [name, type]))
  const lines = Object.entries(typed)
    .filter(([, text]) => text.trim() !== '')
    .map(([name, text]) => {
      const bare = types.get(name) !== 'string' && isJson(text.replace(insertion, '0'))
      return `${JSON.stringify(name)}: ${bare ? text.trim() : inQuotes(text)}`
    })
  return lines.length === 0 ? '{}' : `{ ${lines.join(', ')} }`
}

/** What the schema of the tool has against the arguments, as far as it shows before the run; null: nothing. */
export function argumentsProblem(text: string, schema: unknown): string | null {
  const wanted = wantedArguments(schema)
  if (text.trim() === '{{ input }}' || !isRecord(schema)) return null
  const given = readArguments(text)
  if (given === null) return 'The arguments are no JSON object. Write them like { "city": "{{ input.city }}" }.'
  const missing = wanted.filter(({ name, required }) => required && !Object.hasOwn(given, name))
  if (missing.length > 0) return `The tool needs ${missing.map(({ name }) => `“${name}”`).join(', ')}. Fill it in.`
  const unknown = Object.keys(given).find((name) => !wanted.some((one) => one.name === name))
  if (unknown !== undefined && schema.additionalProperties === false)
    return `The tool knows no argument “${unknown}”. It takes ${wanted.map(({ name }) => name).join(', ') || 'none'}.`
  for (const { name, type, choices } of wanted) {
    const typed = given[name]
    // What is filled in during the run is compared then.
    if (typed === undefined || typed.includes('{{')) continue
    if (choices && !choices.some((one) => String(one) === typed))
      return `“${name}” must be one of ${choices.map(String).join(', ')}.`
    if ((type === 'number' || type === 'integer') && !Number.isFinite(Number(typed)))
      return `“${name}” must be a number.`
    if (type === 'boolean' && typed !== 'true' && typed !== 'false') return `“${name}” must be true or false.`
  }
  return null
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Names in it stay as they are: what they stand for is escaped when it is filled in. */
function inQuotes(text: string): string {
  let written = ''
  let from = 0
  const escaped = (piece: string): string => JSON.stringify(piece).slice(1, -1)
  for (const { 0: found, index } of text.matchAll(insertion)) {
    written += escaped(text.slice(from, index)) + found
    from = index + found.length
  }
  return `"${written}${escaped(text.slice(from))}"`
}

function endsInQuotes(json: string): boolean {
  let inside = false
  for (let at = 0; at < json.length; at++) {
    if (json[at] === '\\') at++
    else if (json[at] === '"') inside = !inside
  }
  return inside
}
