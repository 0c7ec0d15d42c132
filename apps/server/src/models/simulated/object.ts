import { isRecord, type Value } from '@quorum/engine'
import { type Asked, answerText, argument, critique, reviewText } from './answer.ts'
import { choose, passMark, qualityOf, rank } from './quality.ts'
import { createRandom, hash, type Random } from './random.ts'
import { shorten } from './reading.ts'

type Schema = Readonly<Record<string, unknown>>
const maxDepth = 12

/** A value that obeys `schema` (JSON Schema, the parts people use) and fits what was asked. */
export function answerObject(schema: Schema, asked: Asked): Value {
  return new Maker(schema, asked).make(schema, '', 0)
}

class Maker {
  readonly #root: Schema
  readonly #asked: Asked
  readonly #random: Random
  readonly #judges: boolean
  /** Drawn once, so that score, verdict and reasons agree. */
  readonly #quality: number

  constructor(root: Schema, asked: Asked) {
    this.#root = root
    this.#asked = asked
    this.#random = createRandom(hash(asked.seed, 'object'))
    const quality = qualityOf(asked.reading, asked.seed)
    const properties = isRecord(root.properties) ? Object.keys(root.properties) : []
    this.#judges = properties.some((name) => isScore(name) || /pass|verdict|approved|accept|valid/i.test(name))
    this.#quality = asked.wrong ? 1 - quality : quality
  }

  make(given: unknown, name: string, depth: number): Value {
    const schema = this.#resolve(given, depth)
    if ('const' in schema) return schema.const as Value
    if (Array.isArray(schema.enum)) return this.#oneOf(schema.enum)
    switch (typeOf(schema)) {
      case 'null':
        return null
      case 'boolean':
        return this.#quality >= passMark
      case 'integer':
      case 'number':
        return this.#number(schema, name)
      case 'array':
        return this.#array(schema, name, depth)
      case 'object':
        return this.#object(schema, depth)
      default:
        return this.#string(schema, name)
    }
  }

  /** Follows local references, takes the first alternative, folds `allOf` in. */
  #resolve(given: unknown, depth: number): Schema {
    let schema = isRecord(given) ? given : {}
    for (let hops = 0; hops < 20; hops++) {
      if (typeof schema.$ref === 'string') {
        schema = this.#lookUp(schema.$ref)
        continue
      }
      const alternatives = Array.isArray(schema.oneOf) ? schema.oneOf : schema.anyOf
      if (Array.isArray(alternatives) && alternatives.length > 0) {
        const { oneOf: _one, anyOf: _any, ...rest } = schema
        // Deep inside a recursive schema the last alternative is the likelier way out.
        schema = fold(rest, depth > maxDepth / 2 ? alternatives.at(-1) : alternatives[0])
        continue
      }
      if (Array.isArray(schema.allOf)) {
        const { allOf, ...rest } = schema
        schema = allOf.reduce<Record<string, unknown>>((sum, part) => fold(sum, part), rest)
        continue
      }
      return schema
    }
    return schema
  }

  #lookUp(ref: string): Record<string, unknown> {
    let at: unknown = this.#root
    for (const part of ref.replace(/^#\/?/, '').split('/').filter(Boolean)) {
      const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')
      at = isRecord(at) && Object.hasOwn(at, key) ? at[key] : undefined
    }
    return isRecord(at) ? at : {}
  }

  #oneOf(options: readonly unknown[]): Value {
    const wordOf = (option: unknown) => (typeof option === 'string' ? option : JSON.stringify(option))
    const texts = this.#allowed(options.map(wordOf))
    const passing = texts.find((text) => /^(?:pass|passed|accept|accepted|approve|approved|ok)$/i.test(text))
    const failing = texts.find((text) => /^(?:fail|failed|reject|rejected|revise|rework)$/i.test(text))
    const chosen =
      passing !== undefined && failing !== undefined
        ? this.#quality >= passMark
          ? passing
          : failing
        : choose(texts, this.#asked.reading, hash(this.#asked.seed, texts.join('|')), this.#asked.wrong)
    return (options.find((option) => wordOf(option) === chosen) ?? options[0]) as Value
  }

  /** Those that the prompt allows, where it says “only: these, those”. */
  #allowed(texts: readonly string[]): readonly string[] {
    const { system, prompt } = this.#asked.reading
    const said = /\bonly:\s*([^\n]{1,300})/i.exec(`${system}\n${prompt}`)?.[1]?.split(/[,;.]\s*/) ?? []
    const allowed = texts.filter((text) => said.includes(text))
    return allowed.length > 0 ? allowed : texts
  }

  #number(schema: Schema, name: string): number {
    const whole = typeOf(schema) === 'integer'
    const step = numberOr(schema.multipleOf, whole ? 1 : 0)
    const [guessMin, guessMax] = this.#usualRange(name, whole)
    const tiny = step || 1e-6
    let min = numberOr(schema.minimum, Number.NaN)
    if (typeof schema.exclusiveMinimum === 'number')
      min = Math.max(Number.isNaN(min) ? -Infinity : min, schema.exclusiveMinimum + tiny)
    let max = numberOr(schema.maximum, Number.NaN)
    if (typeof schema.exclusiveMaximum === 'number')
      max = Math.min(Number.isNaN(max) ? Infinity : max, schema.exclusiveMaximum - tiny)
    if (Number.isNaN(min)) min = Number.isNaN(max) ? guessMin : Math.min(guessMin, max)
    if (Number.isNaN(max)) max = Math.max(guessMax, min)
    const share = isScore(name) ? this.#quality : this.#random.next()
    const value = min + share * (max - min)
    if (step > 0) {
      const snapped = Math.round(value / step) * step
      const inside =
        snapped < min ? Math.ceil(min / step) * step : snapped > max ? Math.floor(max / step) * step : snapped
      return tidy(inside)
    }
    const rounded = Math.round(value * 100) / 100
    return rounded >= min && rounded <= max ? rounded : value
  }

  /** What people mean when they give no bounds: by the prompt's own words, else by the name. */
  #usualRange(name: string, whole: boolean): [number, number] {
    const said = /\b(?:from )?(\d+)\s*(?:to|-|–)\s*(\d+)\b/.exec(
      isScore(name) ? `${this.#asked.reading.system}\n${this.#asked.reading.prompt}` : '',
    )
    if (said && Number(said[2]) > Number(said[1]) && Number(said[2]) <= 100) return [Number(said[1]), Number(said[2])]
    if (/rating|stars/i.test(name)) return [1, 5]
    if (whole) return isScore(name) ? [0, 10] : [1, 10]
    return [0, 1]
  }

  #array(schema: Schema, name: string, depth: number): Value {
    const prefix = Array.isArray(schema.prefixItems) ? schema.prefixItems : []
    const closed = schema.items === false || (schema.items === undefined && prefix.length > 0)
    const min = numberOr(schema.minItems, 0)
    const max = Math.max(min, numberOr(schema.maxItems, Math.max(3, min)))
    const items = this.#resolve(schema.items, depth)
    const choices = Array.isArray(items.enum) ? items.enum : undefined
    // Choices are not repeated unless they have to be: a ranking is a permutation, whether the schema says so or not.
    if (prefix.length === 0 && choices && min <= choices.length) return this.#permutation(choices, min, schema.maxItems)
    const count = closed
      ? Math.min(prefix.length, max)
      : Math.max(min, depth >= maxDepth ? 0 : Math.min(max, this.#random.int(1, 3)))
    const seen = new Set<string>()
    const list: Value[] = []
    for (let i = 0; i < count; i++) {
      const of = prefix[i] ?? schema.items
      let value = this.make(of, name, depth + 1)
      // Several of something are several different ones, as far as there are.
      for (let tries = 0; seen.has(JSON.stringify(value)) && tries < (schema.uniqueItems === true ? 50 : 4); tries++)
        value =
          schema.uniqueItems === true
            ? this.#other(of, value, name, depth + 1, i + tries)
            : this.make(of, name, depth + 1)
      if (seen.has(JSON.stringify(value)) && list.length >= Math.max(1, min)) break
      seen.add(JSON.stringify(value))
      list.push(value)
    }
    return list
  }

  /** A ranking: the labels in this reviewer's order. */
  #permutation(choices: readonly unknown[], min: number, maxItems: unknown): Value {
    const labels = choices.map((choice) => (typeof choice === 'string' ? choice : JSON.stringify(choice)))
    const order = rank(labels, this.#asked.reading, this.#asked.seed)
    if (this.#asked.wrong) order.reverse()
    const count = Math.max(min, Math.min(choices.length, numberOr(maxItems, choices.length)))
    return order.slice(0, count).map((label) => choices[labels.indexOf(label)] as Value)
  }

  /** Another value of the same schema, for lists without repetition. */
  #other(schema: unknown, value: Value, name: string, depth: number, nth: number): Value {
    if (typeof value === 'boolean') return !value
    const { type, minimum, maximum, minLength } = this.#resolve(schema, depth)
    if (typeof value === 'number' && (type === 'integer' || type === 'number')) {
      const next = value + 1
      return next <= numberOr(maximum, Infinity) ? next : numberOr(minimum, value - nth - 1)
    }
    if (typeof value === 'string' && minLength === undefined && type === 'string') return `${value} (${nth + 1})`
    return this.make(schema, name, depth)
  }

  #object(schema: Schema, depth: number): Value {
    const properties = isRecord(schema.properties) ? schema.properties : {}
    const required = new Set(Array.isArray(schema.required) ? schema.required.map(String) : [])
    const made: [string, Value][] = []
    for (const [key, property] of Object.entries(properties)) {
      if (property === false || (depth >= maxDepth / 2 && !required.has(key))) continue
      made.push([key, this.make(property, key, depth + 1)])
    }
    for (const key of required) {
      if (!Object.hasOwn(properties, key)) made.push([key, this.make(schema.additionalProperties, key, depth + 1)])
    }
    // From entries: a property called __proto__ is data too.
    return Object.fromEntries(made)
  }

  #string(schema: Schema, name: string): string {
    const formatted = this.#formatted(schema.format)
    if (formatted !== undefined) return formatted
    const { reading, seed } = this.#asked
    const min = numberOr(schema.minLength, 0)
    const max = numberOr(schema.maxLength, Infinity)
    let text = this.#worded(name)
    for (let i = 0; text.length < min; i++)
      text += `${text === '' ? '' : ' '}${i % 2 ? critique(reading, seed + i) : reading.keywords.join(', ')}`
    return [...text].length > max ? [...text].slice(0, max).join('') : text
  }

  #worded(name: string): string {
    const { reading, seed } = this.#asked
    const [first = 'this', second = 'that'] = reading.keywords
    if (/reason|critique|comment|review|rationale|why/i.test(name)) {
      if (reading.labelled.size > 1) return reviewText(this.#asked)
      // Without a verdict in sight, a reason is the argument for a choice.
      if (!this.#judges) return argument({ ...this.#asked, seed: hash(seed, this.#random.int(0, 1e6)) })
    }
    if (/reason|critique|comment|feedback|issue|problem|weakness|improvement/i.test(name)) {
      if (this.#quality < passMark || /issue|problem|weakness|improvement/i.test(name))
        return critique(reading, hash(seed, this.#random.int(0, 1e6)), name.endsWith('s') ? 1 : 2)
      return this.#random.pick([
        `It covers ${first} and reaches a clear conclusion.`,
        `The point about ${second} is well supported.`,
        `The recommendation on ${first} can be acted on at once.`,
        'It names the risk and says what to do about it.',
      ])
    }
    if (/title|headline|heading|subject/i.test(name)) return shorten(reading.topic.replace(/[“”]/g, ''), 60)
    if (/name|label|tag|keyword|category|topic/i.test(name)) return this.#random.pick(reading.keywords) ?? first
    if (/^(?:id|key|code)$/i.test(name)) return `${first.toLowerCase()}-${this.#random.int(1, 99)}`
    if (/task|step|action|item|part|thought/i.test(name))
      return this.#random.pick([
        `Clarify ${first} with the people involved`,
        `Measure ${second} for one week`,
        `Try ${first} on a small scale`,
        `Write down how to undo ${second}`,
      ])
    return answerText({ ...this.#asked, seed: hash(seed, name) })
  }

  #formatted(format: unknown): string | undefined {
    const day = `2026-0${this.#random.int(1, 9)}-1${this.#random.int(0, 9)}`
    const word = (this.#asked.reading.keywords[0] ?? 'example').toLowerCase().replace(/[^a-z0-9]/g, '') || 'example'
    switch (format) {
      case 'date':
        return day
      case 'time':
        return '09:30:00Z'
      case 'date-time':
        return `${day}T09:30:00Z`
      case 'email':
        return `${word}@example.com`
      case 'uri':
      case 'url':
        return `https://example.com/${word}`
      case 'uuid':
        return `00000000-0000-4000-8000-${hash(this.#asked.seed).toString(16).padStart(12, '0')}`
      case 'ipv4':
        return '192.0.2.1'
      default:
        return undefined
    }
  }
}

function typeOf(schema: Schema): string {
  const types = Array.isArray(schema.type) ? schema.type : [schema.type]
  const type = types.find((name) => name !== 'null') ?? types[0]
  if (typeof type === 'string') return type
  if (isRecord(schema.properties) || Array.isArray(schema.required)) return 'object'
  return 'items' in schema || 'prefixItems' in schema ? 'array' : 'string'
}

function fold(a: Record<string, unknown>, b: unknown): Record<string, unknown> {
  if (!isRecord(b)) return a
  const merged: Record<string, unknown> = { ...a, ...b }
  if (isRecord(a.properties) && isRecord(b.properties)) merged.properties = { ...a.properties, ...b.properties }
  if (Array.isArray(a.required) && Array.isArray(b.required)) merged.required = [...a.required, ...b.required]
  return merged
}

const isScore = (name: string): boolean => /score|rating|confidence|quality|probability|grade|stars/i.test(name)
const numberOr = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise)
/** 0.30000000000000004 is not what anybody means by 3 × 0.1. */
const tidy = (value: number): number => Number(value.toPrecision(12))
