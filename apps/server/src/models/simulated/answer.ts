import { choose, passMark, qualityOf, rank } from './quality.ts'
import { createRandom, hash, type Random } from './random.ts'
import { type Reading, shorten } from './reading.ts'
import { type Voice, voices } from './voices.ts'

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
  if (option !== undefined) return option
  if (wrong) return offTopic(reading, createRandom(hash(seed, 'off')))
  switch (taskOf(asked)) {
    case 'chair':
      return synthesis(asked)
    case 'summary':
      return summary(asked)
    case 'review':
      return review(asked)
    case 'judge':
      return verdict(asked)
    default:
      return opinion(asked)
  }
}

export function taskOf({
  role,
  reading: { system, labelled, prompt },
}: Asked): 'chair' | 'summary' | 'review' | 'judge' | 'opinion' {
  const told = `${role}\n${system}`
  if (/\b(?:chair\w*|moderator|synthesi[sz]\w*|final answer)\b/i.test(told)) return 'chair'
  if (/\b(?:summar\w+|digest|condense|merge|combine)\b/i.test(told)) return 'summary'
  if (/\b(?:review\w*|rank\w*|critique|critic)\b/i.test(told))
    return labelled.size > 1 || /\brank/i.test(prompt) ? 'review' : 'judge'
  if (/\b(?:judge|gate|evaluat\w*|grader?|check\w*|verif\w*|editor)\b/i.test(told)) return 'judge'
  return /^\s*(?:please\s+)?summari[sz]e\b/i.test(prompt) ? 'summary' : 'opinion'
}

export function voiceOf({ role, reading, seed }: Asked): Voice {
  const told = `${reading.system}\n${role}`
  const found = voices.find(({ signs }) => signs.test(told))
  return found ?? createRandom(hash(seed, 'voice')).pick(voices) ?? (voices[0] as Voice)
}

function opinion(asked: Asked): string {
  const { reading, seed } = asked
  const random = createRandom(hash(seed, 'opinion'))
  const voice = voiceOf(asked)
  const body = random.shuffle(voice.arguments).slice(0, random.int(1, 3))
  const sentences = [random.pick(voice.openings), ...body, random.pick(voice.closings)].map((text) =>
    fill(text ?? '', reading, random),
  )
  // A later gate sees from these words that the text has been worked over.
  if (reading.round > 1)
    sentences.unshift(`Revision ${reading.round}, with the feedback on “${reading.keywords[0]}” taken up.`)
  return sentences.join(' ')
}

function review({ reading, seed }: Asked): string {
  const labels = rank([...reading.labelled.keys()], reading, seed)
  const [first = 'the first', last = 'the last'] = [labels[0], labels.at(-1)]
  return [
    `${first} is the strongest: it answers the question about “${reading.topic}” directly and names a next step.`,
    labels.length > 1
      ? `${last} stays too general on ${reading.keywords[0]} and gives no evidence.`
      : critique(reading, seed),
    labels.length > 0 ? `Ranking: ${labels.join(' > ')}` : '',
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

/** What is missing, in one or two sentences that a writer can act on. */
export function critique(reading: Reading, seed: number): string {
  const random = createRandom(hash(seed, 'critique'))
  const lines = [
    'It should give one concrete example for {a}.',
    'The claim about {b} needs a figure or a source.',
    'It does not say what happens if {a} fails.',
    'The recommendation comes late: put it into the first sentence.',
    'Say who decides about {b}, and by when.',
  ]
  return random
    .shuffle(lines)
    .slice(0, 2)
    .map((line) => fill(line, reading, random))
    .join(' ')
}

function synthesis({ reading, seed }: Asked): string {
  const random = createRandom(hash(seed, 'chair'))
  const voicesHeard = reading.items.filter((item) => item.length > 30)
  const order = reading.labelled.size > 1 ? rank([...reading.labelled.keys()], reading, seed) : []
  const leading = reading.labelled.get(order[0] ?? '') ?? voicesHeard[0]
  const dissenting = reading.labelled.get(order.at(-1) ?? '') ?? voicesHeard.at(-1)
  const heard = Math.max(2, order.length || Math.min(voicesHeard.length, 9))
  return [
    `On “${reading.topic}” the ${heard} contributions point in one direction: go ahead in small, reversible steps.`,
    leading
      ? `The strongest argument was this: ${firstSentence(leading)}`
      : `The strongest argument concerns ${reading.keywords[0]}.`,
    `Everyone agrees that ${reading.keywords[0]} has to be settled first and measured afterwards.`,
    dissenting && dissenting !== leading
      ? `Dissent remains: ${firstSentence(dissenting)}`
      : `Dissent remains on ${reading.keywords[1]}, where the evidence is thin.`,
    random.pick([
      'The recommendation is a limited start, with a review in one month.',
      'We recommend a trial with a clear owner and a written way back.',
    ]),
  ].join(' ')
}

function summary({ reading }: Asked): string {
  const { items, keywords, topic } = reading
  if (items.length < 2)
    return `In short, “${topic}” comes down to ${keywords[0]} and ${keywords[1]}. ${items[0] ? firstSentence(items[0]) : 'The details can wait.'}`
  const shown = items.slice(0, 5).map((item, i) => `${i + 1}. ${firstSentence(item)}`)
  const rest = items.length > shown.length ? `\n…and ${items.length - shown.length} more in the same vein.` : ''
  return `Across ${items.length} items the common thread is ${keywords[0]}.\n${shown.join('\n')}${rest}\nNext step: agree on ${keywords[1]} and decide who takes it on.`
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
  return text.replaceAll('{topic}', `“${topic}”`).replaceAll('{a}', a).replaceAll('{b}', b)
}

function firstSentence(text: string): string {
  const sentence = /^.{15,}?[.!?](?=\s|$)/s.exec(text.trim())?.[0] ?? text
  const short = shorten(sentence, 160)
  return /[.!?…]$/.test(short) ? short : `${short}.`
}
