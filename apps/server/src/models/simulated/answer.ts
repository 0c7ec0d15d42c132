import { choose, passMark, qualityOf, rank } from './quality.ts'
import { createRandom, hash, type Random } from './random.ts'
import { phrasesIn, type Reading, shorten } from './reading.ts'
import { commonVoices, type Voice, voices } from './voices.ts'

export interface Asked {
  readonly reading: Reading
  readonly role: string
  readonly seed: number
  /** The answer is to be wrong on purpose. */
  readonly wrong: boolean
}

/** A plausible text for the role: two to five sentences about what was asked. */
export function answerText(asked: Asked): string {
  const { reading, seed, wrong } = asked
  const option = reading.options.length > 1 ? choose(reading.options, reading, seed, wrong) : undefined
  if (option !== undefined) return isAboutMaterial(reading) ? classified(option, reading) : option
  if (wrong) return offTopic(reading, createRandom(hash(seed, 'off')))
  switch (taskOf(asked)) {
    case 'chair':
      return synthesis(asked)
    case 'summary':
      return summary(asked)
    case 'review':
      return `${reviewText(asked)} Ranking: ${rank([...reading.labelled.keys()], reading, seed).join(' > ')}`
    case 'judge':
      return verdict(asked)
    default:
      return opinion(asked)
  }
}

type Task = 'chair' | 'summary' | 'review' | 'judge' | 'opinion'

/** The role the node tells us; for a free agent what its prompts say. */
function taskOf({ role, reading: { system, labelled, prompt } }: Asked): Task {
  if (role === 'chair' || role === 'judge') return role
  if (role === 'member') return 'opinion'
  if (labelled.size > 1 && (role === 'reviewer' || /\brank/i.test(`${system}\n${prompt}`))) return 'review'
  if (/\b(?:chair\w*|moderator|synthesi[sz]\w*|final answer)\b/i.test(system)) return 'chair'
  if (/\b(?:summar\w+|sums? up|digest|condense|merge|combine)\b/i.test(system)) return 'summary'
  if (/^\s*(?:please\s+)?(?:summari[sz]e|sum up)\b/i.test(prompt)) return 'summary'
  return /\b(?:judge|grader?|pass or fail|score|evaluat\w*|verify)\b/i.test(system) ? 'judge' : 'opinion'
}

/** "…is it praise, a wish or a fault?" asks about what follows, and wants to see it named. */
const isAboutMaterial = ({ prompt, material, question }: Reading): boolean =>
  /\bis it\b/i.test(question) && /\n\s*\n/.test(prompt) && material !== question

function classified(option: string, { options, material }: Reading): string {
  const signs: readonly [RegExp, RegExp][] = [
    [/praise|positive|good/i, /\b(?:love|great|thank|nice|like it|well done)\b/i],
    [
      /fault|bug|problem|negative|complaint/i,
      /\b(?:drops?|cannot|can't|twice|fail\w*|error|broken|wrong|slow|crash\w*)\b/i,
    ],
    [/wish|request|idea|suggestion/i, /\b(?:please|wish|would|could|let me|want)\b/i],
  ]
  const fitting = signs.flatMap(([kind, words]) =>
    words.test(material) ? options.filter((one) => kind.test(one)) : [],
  )[0]
  const named = fitting ?? option
  return `${named.charAt(0).toUpperCase()}${named.slice(1)}: ${firstSentence(material)}`
}

/** A side that is given outweighs all other signs: "argue for it, with evidence" is no skeptic. */
const sides: readonly [RegExp, string][] = [
  [/\bargu(?:e|es|ing) (?:strictly )?against\b/i, 'skeptic'],
  [/\bargu(?:e|es|ing) (?:strictly )?(?:for|in favou?r)\b/i, 'optimist'],
]

function voiceOf({ role, reading, seed }: Asked): Voice {
  const told = `${reading.system}\n${role}`
  const side = sides.find(([words]) => words.test(told))?.[1]
  const sided = voices.find(({ id }) => id === side)
  if (sided) return sided
  const writes = /^(?:please\s+)?(?:write|draft|compose)\b/i.test(reading.question)
  // The outlook with the most signs: "weigh effort against risks, propose next steps" is a pragmatist.
  const signs = ({ id, signs }: Voice) => (told.match(signs)?.length ?? 0) + (writes && id === 'writer' ? 1 : 0)
  const [best] = [...voices].sort((a, b) => signs(b) - signs(a))
  if (best && signs(best) > 0) return best
  return createRandom(hash(seed, 'voice')).pick(commonVoices) ?? (voices[0] as Voice)
}

function opinion(asked: Asked): string {
  const { reading, seed } = asked
  const random = createRandom(hash(seed, 'opinion'))
  const voice = voiceOf(asked)
  const wantsFindings = /\bfindings?\b/i.test(reading.system)
  const body = random
    .shuffle(voice.arguments)
    .slice(0, wantsFindings ? 3 : random.int(voice.id === 'writer' ? 3 : 1, 3))
  const told = (text: string | undefined) => fill(text ?? '', reading, random)
  const opening = told(random.pick(voice.openings))
  const closing = told(random.pick(voice.closings))
  const text = wantsFindings
    ? [opening, ...body.map((line, i) => `${i + 1}. ${told(line)}`), closing].join('\n')
    : [opening, ...body.map(told), closing].join(' ')
  // A later gate sees from this note that the text has been worked over.
  return reading.nextRound > 1
    ? `${text}\n\n(Revision ${reading.nextRound}: the point about ${reading.keywords[0]} is taken up.)`
    : text
}

/** One argument in the voice of the asked. */
export function argument(asked: Asked): string {
  const random = createRandom(hash(asked.seed, 'argument'))
  return fill(random.pick(voiceOf(asked).arguments) ?? '', asked.reading, random)
}

/** What a reviewer says about labelled answers, in the order it ranks them. */
export function reviewText({ reading, seed }: Asked): string {
  const labels = rank([...reading.labelled.keys()], reading, seed)
  const [first = 'The first', second, last = 'The last'] = [
    labels[0],
    labels.length > 2 ? labels[1] : undefined,
    labels.at(-1),
  ]
  const said = createRandom(hash(seed, 'review'))
  return [
    said.pick([
      `${first} is the strongest: it answers directly and names a next step.`,
      `${first} convinces most, because its argument about ${reading.keywords[0]} can be checked.`,
      `${first} comes first: it sees the risk and still reaches a decision.`,
    ]),
    second ? `${second} is sound but leaves ${reading.keywords[1]} open.` : '',
    said.pick([
      `${last} stays too general on ${reading.keywords[0]} and gives no evidence.`,
      `${last} asserts more about ${reading.keywords[1]} than it shows.`,
      `${last} would gain from one concrete example.`,
    ]),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ')
}

function verdict({ reading, seed }: Asked): string {
  const quality = qualityOf(reading, seed)
  const score = Math.round(quality * 100)
  return quality >= passMark
    ? `PASS, ${score} of 100. The text covers ${reading.keywords[0]} and ${reading.keywords[1]}, and its conclusion follows from what it says.`
    : `FAIL, ${score} of 100. ${critique(reading, seed)}`
}

/** What is missing, in sentences that a writer can act on. */
export function critique(reading: Reading, seed: number, sentences = 2): string {
  const random = createRandom(hash(seed, 'critique'))
  const lines = [
    'It should give one concrete example for {a}.',
    'The claim about {b} needs a figure or a source.',
    'It does not say what happens if plans for {a} fail.',
    'The recommendation comes late: put it into the first sentence.',
    'Say who decides about {b}, and by when.',
  ]
  return random
    .shuffle(lines)
    .slice(0, sentences)
    .map((line) => fill(line, reading, random))
    .join(' ')
}

function synthesis({ reading, seed }: Asked): string {
  const random = createRandom(hash(seed, 'chair'))
  const labels = [...reading.labelled.keys()]
  const ranked = reading.standing.filter((label) => reading.labelled.has(label))
  const order = ranked.length > 1 ? ranked : rank(labels, reading, seed)
  const heard =
    order.length > 0
      ? order.map((label) => reading.labelled.get(label) ?? '')
      : reading.items.filter((item) => item.length > 30)
  const [leading, dissenting] = [heard[0], heard.length > 1 ? heard.at(-1) : undefined]
  return [
    random.pick([
      `On ${reading.topic}: yes, in small steps that can be undone.`,
      `The answer on ${reading.topic} is a limited start with a date for review.`,
      `Go ahead with ${reading.topic}, but begin where the risk is smallest.`,
    ]),
    leading
      ? `What carries most weight: ${argumentOf(leading)}`
      : `What carries most weight is ${reading.keywords[0]}.`,
    `All agree that ${reading.keywords[0]} has to be settled first and measured afterwards.`,
    dissenting
      ? `Dissent remains, and it should be heard: ${argumentOf(dissenting)}`
      : `Dissent remains on ${reading.keywords[1]}, where the evidence is thin.`,
    random.pick([
      'Decide again in one month, with figures on the table.',
      'Name one owner, and write down beforehand how to tell that it failed.',
    ]),
  ].join(' ')
}

function summary({ reading }: Asked): string {
  const { items, keywords, topic } = reading
  if (items.length < 2)
    return `In short, ${topic} comes down to ${keywords[0]} and ${keywords[1]}. ${items[0] ? firstSentence(items[0]) : 'The details can wait.'}`
  const shown = items.slice(0, 5).map((item, i) => `${i + 1}. ${gist(item)}`)
  const rest = items.length > shown.length ? [`…and ${items.length - shown.length} more in the same vein.`] : []
  const [thread = keywords[0], next = keywords[1]] = commonPhrases(items)
  return [
    `Across ${items.length} items the common thread is ${thread}.`,
    ...shown,
    ...rest,
    `Next step: agree on ${next} and decide who takes it on.`,
  ].join('\n')
}

/** A short item as it is; of a long one its argument, with the name it goes by. */
function gist(item: string): string {
  if (item.length <= 160) return firstSentence(item)
  const [, name, text = item] = /^(\w[\w -]{0,24}): (.*)$/s.exec(item) ?? []
  const said = argumentOf(text)
  return name === undefined ? said : `${name.charAt(0).toUpperCase()}${name.slice(1)}: ${said}`
}

function commonPhrases(items: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const item of items)
    for (const phrase of new Set(phrasesIn(item.replace(/^\w[\w -]{0,24}: /, ''))))
      counts.set(phrase, (counts.get(phrase) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1]).map(([phrase]) => phrase)
}

/** What a model says that has lost the thread. */
const offTopic = (reading: Reading, random: Random): string =>
  random.pick([
    `I believe the question was about the weather, where ${reading.keywords.at(-1)} plays no part. It should stay dry.`,
    'As discussed earlier, the answer is forty-two, give or take a rounding error.',
    `There is nothing to decide about ${reading.keywords.at(-1)}: it has always been so.`,
  ])

function fill(text: string, { topic, keywords }: Reading, random: Random): string {
  const [a = 'this', b = 'that'] = random.shuffle(keywords)
  return text.replaceAll('{topic}', topic).replaceAll('{a}', a).replaceAll('{b}', b)
}

/** The first sentence after the opening, which is where the argument is. */
function argumentOf(text: string): string {
  const rest = text
    .trim()
    .replace(/^.{15,}?[.!?]\s+(?=\S)/s, '')
    .replace(/^\d+\.\s+/, '')
  return firstSentence(rest.length > 20 && !rest.startsWith('---') ? rest : text)
}

function firstSentence(text: string): string {
  const sentence = /^.{15,}?[.!?](?=\s|$)/s.exec(text.trim())?.[0] ?? text
  const short = shorten(sentence, 160)
  return /[.!?…]$/.test(short) ? short : `${short}.`
}
