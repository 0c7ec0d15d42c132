import {
  isRecord,
  type ModelMessage,
  type ModelRequest,
  type ToolCall,
  type ToolSpec,
  type Value,
} from '@quorum/engine'
import type { Asked } from './answer.ts'
import { answerObject } from './object.ts'
import { hash } from './random.ts'
import { clean, shorten } from './reading.ts'

/** At most so many calls side by side, and so many turns with calls: enough to show what it looks like. */
const mostAtOnce = 2
const mostTurns = 2

/** The tools a practice model asks for: those whose words fit the question, else the first one, each once. */
export function wishes({ messages, tools = [], useTools = true }: ModelRequest, asked: Asked): ToolCall[] {
  if (!useTools || tools.length === 0) return []
  const turns = messages.filter(({ calls }) => calls !== undefined).length
  if (turns >= mostTurns) return []
  const used = new Set(messages.flatMap(({ calls = [] }) => calls.map(({ name }) => name)))
  const wanted = tools.filter((tool) => fits(tool, asked) && !used.has(tool.name))
  const chosen = wanted.length > 0 || turns > 0 ? wanted : tools.slice(0, 1)
  return chosen.slice(0, mostAtOnce).map(({ name, schema }, index) => ({
    id: `call-${turns + 1}-${index + 1}`,
    name,
    input: argumentsFor(schema, { ...asked, seed: hash(asked.seed, name) }),
  }))
}

/** It shares a word with what is asked. */
function fits({ name, description }: ToolSpec, { reading }: Asked): boolean {
  const said = new Set(wordsOf(`${reading.prompt} ${reading.system}`))
  return wordsOf(`${name} ${description}`).some((word) => said.has(word))
}

const wordsOf = (text: string): string[] =>
  (text.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu) ?? []).map((word) => word.replace(/s$/, ''))

/** Arguments that obey the schema; those that are plain texts and numbers are taken out of the question. */
function argumentsFor(schema: ToolSpec['schema'], asked: Asked): Value {
  const made = answerObject(schema, asked)
  if (!isRecord(made) || !isRecord(schema.properties)) return made
  const numbers = (asked.reading.prompt.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number)
  const filled = Object.entries(made).map(([name, value]): [string, Value] => {
    const property = isRecord(schema.properties) ? schema.properties[name] : undefined
    if (!isRecord(property) || Object.keys(property).some((key) => !['type', 'description', 'title'].includes(key)))
      return [name, value as Value]
    if (property.type === 'number' || (property.type === 'integer' && Number.isInteger(numbers[0])))
      return [name, numbers.shift() ?? (value as Value)]
    return [name, property.type === 'string' ? textFor(name, asked) : (value as Value)]
  })
  return Object.fromEntries(filled)
}

function textFor(name: string, { reading: { question, prompt, keywords } }: Asked): string {
  if (/input|question|task|query|text|request|prompt|message|content|search/i.test(name)) return clean(question)
  if (/url|link|address|page/i.test(name)) return /https?:\/\/[^\s)>"']+/.exec(prompt)?.[0] ?? 'https://example.com/'
  // "the weather in Paris": a name inside a sentence.
  const named = /[\p{Ll},] (\p{Lu}[\p{L}\p{N}-]+(?: \p{Lu}[\p{L}\p{N}-]+)*)/u.exec(prompt)?.[1]
  return named ?? shorten(keywords[0] ?? name, 60)
}

/** The answer once tools have said something; empty if they have not. */
export function findings(messages: readonly ModelMessage[]): string {
  const told = messages.flatMap(({ role, tool = 'tool', content }) =>
    role === 'tool' ? [`- ${tool}: ${shorten(content, 400)}`] : [],
  )
  if (told.length === 0) return ''
  return `Here is what I found out:\n${told.join('\n')}\n\nA real model would now put this into words of its own.`
}
