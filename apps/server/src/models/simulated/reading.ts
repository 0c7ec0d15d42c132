import type { ModelMessage } from '@quorum/engine'

/** What the practice model understands of a request. */
export interface Reading {
  readonly system: string
  /** Everything that is not system, in order. */
  readonly prompt: string
  readonly question: string
  /** A phrase for what is asked about, fit for quotation marks. */
  readonly topic: string
  /** At least three words that matter. */
  readonly keywords: readonly string[]
  /** 1 for a first try; more when the prompt shows earlier rework. */
  readonly round: number
  /** Parts that carry a label, such as answers A, B and C. */
  readonly labelled: ReadonlyMap<string, string>
  /** Parts to be summed up: labelled ones, list entries, paragraphs. */
  readonly items: readonly string[]
  /** The answers one may choose from, if the prompt says so. */
  readonly options: readonly string[]
}

const ignored = new Set(
  `about above after again against also always among another answer answers because been before being below between both
  cannot could does doing done down during each either else ever every from further give given gives goes have having here
  into itself just keep know less like list long made make makes many maybe more most much must name need never none only
  other others ought ours over please point question really reply same shall short should since some such sure take tell
  than that their them then there these they thing things think this those through until upon user very want well were what
  when where which while will with within without would write your yours input output text best better good first second
  following describe explain sentence sentences according criteria draft feedback review respond response`.split(/\s+/),
)

export function read(messages: readonly ModelMessage[]): Reading {
  const system = messages.flatMap(({ role, content }) => (role === 'system' ? [content] : [])).join('\n')
  const prompt = messages.flatMap(({ role, content }) => (role === 'system' ? [] : [content])).join('\n\n')
  const question = questionIn(prompt)
  const labelled = labelledIn(prompt)
  return {
    system,
    prompt,
    question,
    topic: topicOf(question),
    keywords: keywordsOf(question, prompt),
    round: roundOf(`${system}\n${prompt}`),
    labelled,
    items: itemsIn(prompt, labelled),
    options: optionsIn(`${system}\n${prompt}`),
  }
}

function questionIn(prompt: string): string {
  const marked = /(?:^|\n)[#*\s]*(?:question|task|topic|request)[*\s]*[:\n][*\s]*([^\n]{3,})/i.exec(prompt)?.[1]
  if (marked) return clean(marked)
  const asked = /(?:^|[\n.!:]\s*)([^\n.!?:]{5,240}\?)/.exec(prompt)?.[1]
  if (asked) return clean(asked)
  const lines = prompt.split('\n').map(clean)
  return (lines.find((line) => line.length > 12) ?? lines.find((line) => line !== '') ?? 'the matter at hand').slice(
    0,
    240,
  )
}

/** "Should we move to microservices?" becomes "move to microservices". */
function topicOf(question: string): string {
  const bare = question.replace(/[?!.\s]+$/, '').replace(/^(?:please|so|ok(?:ay)?|well|now)[,\s]+/i, '')
  const shapes = [
    /^(?:should|shall|can|could|would|will|do|must|may|might)\s+(?:we|i|you|one|they|our team|my team|our company)\s+(.+)$/i,
    /^(?:how|why|when|where)\s+(?:should|shall|can|could|do|would|to|must|might)\s+(?:(?:we|i|you|one|they)\s+)?(.+)$/i,
    /^(?:what|which)\s+(?:is|are|was|were|would be)\s+(.+)$/i,
    /^(?:is|are)\s+(.+)$/i,
    /^(?:write|describe|explain|summari[sz]e|review|analy[sz]e|discuss|draft|compare|plan)\s+(?:me\s+)?(?:an?\s+|the\s+)?(.+)$/i,
  ]
  for (const shape of shapes) {
    const topic = shape.exec(bare)?.[1]
    if (topic) return shorten(topic)
  }
  return shorten(bare)
}

function keywordsOf(question: string, prompt: string): string[] {
  const found = new Map<string, number>()
  const weigh = (text: string, weight: number) => {
    for (const [word] of text.slice(0, 4000).matchAll(/\p{L}[\p{L}\p{N}'’-]{3,}/gu)) {
      if (!ignored.has(word.toLowerCase())) found.set(word, (found.get(word) ?? 0) + weight)
    }
  }
  weigh(question, 10)
  weigh(prompt, 1)
  const words = [...found].sort((a, b) => b[1] - a[1]).map(([word]) => word)
  return [...words.slice(0, 6), 'scope', 'cost', 'timing'].slice(0, Math.max(3, Math.min(6, words.length)))
}

/** Rework shows as a counted round or as the words of one. */
function roundOf(text: string): number {
  let round = /\b(?:feedback|rejected|sent back|was not accepted|improve (?:it|your|the)|revise|reworked?)\b/i.test(
    text,
  )
    ? 2
    : 1
  for (const [, number] of text.matchAll(/\b(?:round|attempt|revision|version|try)"?\s*[:#=]?\s*(\d{1,2})\b/gi))
    round = Math.max(round, Number(number))
  return round
}

function labelledIn(prompt: string): Map<string, string> {
  const parts = new Map<string, string>()
  const heading =
    /^[#>*\s-]*(?:answer|response|candidate|option|proposal|member|reviewer|analysis)\s+([A-Z]|\d{1,2})\b[*:.)\s]*(.*)$/gim
  const marks = [...prompt.matchAll(heading)]
  marks.forEach((mark, i) => {
    const [line, label = '', rest = ''] = mark
    const from = mark.index + line.length
    parts.set(label, `${rest}\n${prompt.slice(from, marks[i + 1]?.index ?? prompt.length)}`.trim())
  })
  return parts
}

function itemsIn(prompt: string, labelled: ReadonlyMap<string, string>): string[] {
  if (labelled.size > 1) return [...labelled.values()].map(clean)
  const list = jsonListIn(prompt)
  if (list.length > 0) return list
  const bullets = [...prompt.matchAll(/^\s*(?:[-*•]|\d+[.)])\s+(.{3,})$/gm)].map(([, text = '']) => clean(text))
  if (bullets.length > 1) return bullets
  return prompt
    .split(/\n\s*\n/)
    .map(clean)
    .filter((part) => part.length > 20)
}

function jsonListIn(prompt: string): string[] {
  const from = prompt.indexOf('[')
  const to = prompt.lastIndexOf(']')
  if (from < 0 || to < from) return []
  try {
    const list: unknown = JSON.parse(prompt.slice(from, to + 1))
    return Array.isArray(list) ? list.map((item) => clean(typeof item === 'string' ? item : JSON.stringify(item))) : []
  } catch {
    return []
  }
}

function optionsIn(text: string): string[] {
  const yesNo =
    /\b(?:answer|reply|respond|vote|say)\b[^.\n]{0,40}?["“']?\b(yes)\b["”']?\s*(?:,|or|\/)\s*["“']?\b(no)\b/i.exec(text)
  if (yesNo) return [yesNo[1] ?? 'yes', yesNo[2] ?? 'no']
  const listed =
    /\b(?:one of|choose (?:from|between)|one word|only with|only one of)[^:\n]{0,40}:\s*([^\n]{3,200})/i.exec(text)?.[1]
  if (!listed) return []
  const options = listed
    .replace(/[.!]\s*$/, '')
    .split(/\s*(?:,|;|\||\/|\bor\b)\s*/)
    .map((option) => option.replace(/^["“'`*]+|["”'`*]+$/g, '').trim())
    .filter((option) => option !== '' && option.length <= 60)
  return options.length > 1 ? options : []
}

export const clean = (text: string): string =>
  text
    .replace(/[#*`>_]+/g, '')
    .replace(/\s+/g, ' ')
    .trim()

/** At most `max` characters, cut between words. */
export function shorten(text: string, max = 90): string {
  const whole = clean(text)
  if (whole.length <= max) return whole
  return `${whole.slice(0, whole.lastIndexOf(' ', max) > 20 ? whole.lastIndexOf(' ', max) : max).replace(/[,;:\s]+$/, '')}…`
}
