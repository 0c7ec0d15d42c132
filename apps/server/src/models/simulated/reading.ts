import type { ModelMessage } from '@quorum/engine'

/** What the practice model understands of a request. */
export interface Reading {
  readonly system: string
  /** Everything that is not system, in order. */
  readonly prompt: string
  readonly question: string
  /** A phrase for what is asked about, in quotation marks unless it is ours. */
  readonly topic: string
  /** The last paragraph: what the prompt brings along, such as an item or a text. */
  readonly material: string
  /** At least three words that matter. */
  readonly keywords: readonly string[]
  /** Of the text under judgement: 1 for a first try, more when it shows earlier rework. */
  readonly round: number
  /** Of the text to be written now: more than 1 when the prompt brings criticism of an earlier one. */
  readonly nextRound: number
  /** Parts that carry a label, such as answers A, B and C. */
  readonly labelled: ReadonlyMap<string, string>
  /** Labels in the order of a ranking that the prompt brings along. */
  readonly standing: readonly string[]
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
  adopt undo deleting delete allow begin build buy change choose create decide find follow hire improve introduce keep launch move moving offer
  open pick plan release replace start stop switch turn using work works year years month months week weeks today tomorrow
  people team whether three four five seven eight nine twelve check async await const function return import export send second
  proposal decision vote everybody everyone somebody later round names like story paragraph short brief
  following describe explain sentence sentences according criteria draft feedback review respond response`.split(/\s+/),
)

export function read(messages: readonly ModelMessage[]): Reading {
  const system = messages.flatMap(({ role, content }) => (role === 'system' ? [content] : [])).join('\n')
  const prompt = messages.flatMap(({ role, content }) => (role === 'system' ? [] : [content])).join('\n\n')
  const question = questionIn(prompt)
  const labelled = labelledIn(prompt)
  const material = clean(prompt.split(/\n\s*\n/).at(-1) ?? '')
  return {
    system,
    prompt,
    question,
    topic: looksLikeCode(prompt) ? 'this code' : `“${topicOf(question)}”`,
    material,
    keywords: keywordsOf(withoutVerb(question), material),
    round: roundOf(prompt),
    nextRound: nextRoundOf(prompt),
    labelled,
    standing: [...prompt.matchAll(/^\s*\d+\.\s+([A-Z]{1,2}|\d{1,2})\s+\(/gm)].map(([, label = '']) => label),
    items: itemsIn(prompt, labelled),
    options: optionsIn(`${system}\n${prompt}`),
  }
}

function questionIn(prompt: string): string {
  const marked = /(?:^|\n)[#*\s]*(?:question|task|topic|request|proposal)[*\s]*[:\n][*\s]*([^\n]{3,})/i.exec(
    prompt,
  )?.[1]
  if (marked) return clean(marked).slice(0, 240)
  const asked = /(?:^|[\n.!:]\s*)([^\n.!?:]{5,240}\?)/.exec(prompt)?.[1]
  if (asked) return clean(asked)
  const lines = prompt
    .split('\n')
    .map(clean)
    .filter((line) => line !== '')
  // "Vote on this:" only introduces what it is about.
  const [first = 'the matter at hand', second = first] = lines
  return (first.endsWith(':') ? second : first).slice(0, 240)
}

const looksLikeCode = (prompt: string): boolean =>
  (prompt.match(/;\s*$|\)\s*\{\s*$|=>|^\s*(?:def|class|function|const|let|import|return)\s/gm) ?? []).length >= 2

/** "Should we move to microservices?" becomes "move to microservices". */
function topicOf(question: string): string {
  const bare = question
    .replace(/[?!.\s]+$/, '')
    .replace(/^(?:please|so|ok(?:ay)?|well|now)[,\s]+/i, '')
    .replace(/^(?:write|tell|talk|speak)\s+(?:me\s+|us\s+)?(?:an?\s+\w+\s+|something\s+)?(?:about|on)\s*:?\s*/i, '')
  const shapes = [
    /\b(?:should|shall|can|could|would|will|do|must|may|might)\s+(?:we|i|you|one|they|(?:our|my|the|this)\s+\w+(?:\s+of\s+\w+)?)\s+(.+)$/i,
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

/** "move to a board" says what to do; its objects are what one can talk about. */
function withoutVerb(question: string): string {
  const topic = topicOf(question)
  return topic.length < clean(question).length - 8 && /^[a-z]/.test(topic) ? topic.replace(/^\S+\s+(?=\S)/, '') : topic
}

/** Phrases of words that matter, first those of the question: "the shared task board", "email". */
function keywordsOf(topic: string, material: string): string[] {
  const asked = phrasesIn(topic)
  const isProse = !/^[[{]/.test(material)
  const found = [...new Set(asked.length < 2 && isProse ? [...asked, ...phrasesIn(material.slice(0, 2000))] : asked)]
  return [...found, 'scope', 'cost', 'timing'].slice(0, Math.max(3, Math.min(5, found.length)))
}

export function phrasesIn(text: string): string[] {
  const phrases: string[] = []
  let open: string[] = []
  const close = () => {
    const phrase = open.join(' ')
    // A singular of several words wants its article; single words and plurals read well without.
    if (phrase !== '') phrases.push(open.length > 1 && !phrase.endsWith('s') ? `the ${phrase}` : phrase)
    open = []
  }
  for (const [, word = '', mark = ''] of text.matchAll(
    /([\p{L}\p{N}][\p{L}\p{N}'’-]*[\p{L}\p{N}]|\p{L})([^\p{L}\p{N}]*)/gu,
  )) {
    if (word.length < 4 || ignored.has(word.toLowerCase()) || /\d/.test(word)) close()
    else open.push(word)
    if (open.length === 3 || /\S/.test(mark)) close()
  }
  close()
  return phrases
}

/** Rework shows as a counted round; the practice model itself notes "Revision 2" under a reworked text. */
function roundOf(text: string): number {
  const counted = text.matchAll(/\b(?:round|attempt|revision|draft)"?\s*[:#=]?\s*(\d{1,2})\b/gi)
  return Math.max(1, ...[...counted].map(([, number]) => Number(number)))
}

function nextRoundOf(text: string): number {
  const revision = Number([...text.matchAll(/\bRevision (\d{1,2})\b/g)].at(-1)?.[1] ?? 0)
  const criticised =
    revision > 0 ||
    /\b(?:feedback:|feedback of|rejected|sent back|not accepted|not good enough|improve (?:it|your|the)|revise|reworked|one concrete example for|needs a figure or a source|say who decides)\b|\bReview 1:/i.test(
      text,
    )
  return Math.max(roundOf(text), criticised ? Math.max(2, revision + 1) : 1)
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

/** Entries of the JSON list, or fields of the JSON object, that a prompt brings along. */
function jsonListIn(prompt: string): string[] {
  for (const [open, close] of ['[]', '{}']) {
    const [from, to] = [prompt.indexOf(open ?? ''), prompt.lastIndexOf(close ?? '')]
    if (from < 0 || to < from) continue
    try {
      const found: unknown = JSON.parse(prompt.slice(from, to + 1))
      const shown = (entry: unknown) => clean(typeof entry === 'string' ? entry : JSON.stringify(entry))
      const entries = Array.isArray(found)
        ? found.map(shown)
        : Object.entries(found as object).map(([key, entry]) => `${key}: ${shown(entry)}`)
      if (entries.length > 0) return entries
    } catch {
      // Only looked like JSON.
    }
  }
  return []
}

function optionsIn(text: string): string[] {
  const yesNo =
    /\b(?:answer|reply|respond|vote|say)\b[^.\n]{0,40}?["“']?\b(yes)\b["”']?\s*(?:,|or|\/)\s*["“']?\b(no)\b/i.exec(text)
  if (yesNo) return [yesNo[1] ?? 'yes', yesNo[2] ?? 'no']
  const listed =
    /\b(?:one of|choose (?:from|between)|one word|only with|only one of)[^:\n]{0,40}:\s*([^\n]{3,200})/i.exec(text)?.[1]
  const asked = /\bis it ([^?\n]{3,80} or [^?\n]{2,40})\?/i.exec(text)?.[1]?.replace(/\b(?:an?|the)\s+/g, '')
  const list = listed ?? asked
  if (!list) return []
  const options = list
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
