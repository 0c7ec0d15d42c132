import { type ModelAnswer, type ModelCallOptions, type ModelRequest, StepFailure } from '@quorum/engine'
import { ownStepRole, practiceStep } from '@quorum/nodes/maker'
import { estimateInput, estimateTokens } from '../usage.ts'
import { type Asked, answerText } from './answer.ts'
import { answerObject } from './object.ts'
import { createRandom, hash } from './random.ts'
import { read } from './reading.ts'
import type { SimulatedSettings } from './settings.ts'
import { findings, wishes } from './tools.ts'

export interface SimulatedPorts {
  readonly seed: number
  /** Rejects with the signal's reason when it is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

/** Tokens per piece of the stream: 20 pieces a second look like writing and cost few timers. */
const piecesPerSecond = 20

/**
 * A practice answer. The same request with the same seed gives the same answer; whether the call fails also depends on the
 * idempotency key, so that another attempt has another chance.
 */
export async function callSimulated(
  name: string,
  settings: SimulatedSettings,
  ports: SimulatedPorts,
  request: ModelRequest,
  { signal, idempotencyKey, onText }: ModelCallOptions,
): Promise<ModelAnswer> {
  signal.throwIfAborted()
  const said = request.messages.map(({ role, content }) => `${role}\n${content}`)
  const seed = hash(ports.seed, request.seed ?? 0, name, request.role ?? '', ...said)
  const luck = createRandom(hash(seed, idempotencyKey))
  const latencyMs = settings.latencyMs ?? createRandom(seed).int(300, 900)
  if (latencyMs > 0) await ports.sleep(latencyMs, signal)

  const unlucky = luck.chance(settings.errorRate) ? luck.pick(troubles) : undefined
  const early = settings.failFirst > 0 && triesOf(idempotencyKey) <= settings.failFirst
  const trouble = early ? 'server' : unlucky
  if (trouble && trouble !== 'connection') throw failureOf(trouble)
  if (luck.chance(settings.refusalRate))
    throw new StepFailure('content-filter', 'The practice model declined to answer, as asked by refusalRate')
  const step = practiceStep(request.role ?? '', { p: 1 - settings.noise, v: 1 - settings.malformedRate })
  if (step) return saidStep(step, settings, ports, request, { signal, onText })
  const malformed = luck.chance(settings.malformedRate)

  const asked: Asked = {
    reading: read(request.messages.filter(({ role }) => role !== 'tool')),
    role: request.role ?? '',
    seed,
    wrong: createRandom(hash(seed, 'noise')).chance(settings.noise),
  }
  const calls = wishes(request, asked)
  const object = request.schema && calls.length === 0 ? answerObject(request.schema, asked) : undefined
  const found = findings(request.messages)
  const whole =
    calls.length > 0
      ? 'Let me look that up.'
      : request.schema
        ? JSON.stringify(object, null, 2)
        : found || (request.role === ownStepRole ? stepAnswer(asked) : answerText(asked))
  const limit = (request.maxOutputTokens ?? Infinity) * 4
  let text = whole.slice(0, limit)
  if (malformed || trouble) text = text.slice(0, Math.ceil(text.length * (0.3 + luck.next() * 0.4)))
  await stream(text, settings.tokensPerSecond, ports, signal, onText)
  if (trouble) throw failureOf(trouble)
  if (request.schema && calls.length === 0 && text !== whole)
    throw new StepFailure(
      'schema',
      malformed
        ? 'The practice model broke off inside its JSON, as asked by malformedRate'
        : 'The answer did not fit into maxOutputTokens. Raise the limit',
    )
  const usage = {
    calls: 1,
    inputTokens: estimateInput(request),
    outputTokens: estimateTokens(text),
    usd: 0,
    simulated: true,
  }
  if (calls.length > 0) return { text, calls, usage }
  return object === undefined ? { text, usage } : { text, object, usage }
}

/** A step of one's own in the form it must have. Nobody knows here what would be then: the answer itself. */
function stepAnswer(asked: Asked): string {
  const action = answerText(asked)
  return JSON.stringify({ action, state: action })
}

/** One step of MAKER: right or wrong by the task's own odds; one that is too long is cut at the limit, as a provider would. */
async function saidStep(
  { text, tooLong }: NonNullable<ReturnType<typeof practiceStep>>,
  { tokensPerSecond }: SimulatedSettings,
  ports: SimulatedPorts,
  request: ModelRequest,
  { signal, onText }: Pick<ModelCallOptions, 'signal' | 'onText'>,
): Promise<ModelAnswer> {
  await stream(text, tokensPerSecond, ports, signal, onText)
  const outputTokens = tooLong ? (request.maxOutputTokens ?? estimateTokens(text)) : estimateTokens(text)
  return { text, usage: { calls: 1, inputTokens: estimateInput(request), outputTokens, usd: 0, simulated: true } }
}

async function stream(
  text: string,
  tokensPerSecond: number,
  ports: SimulatedPorts,
  signal: AbortSignal,
  onText: (delta: string) => void,
): Promise<void> {
  if (tokensPerSecond === 0) return onText(text)
  const charsPerPiece = Math.max(4, (tokensPerSecond / piecesPerSecond) * 4)
  const send = (piece: string) => {
    onText(piece)
    return ports.sleep((estimateTokens(piece) / tokensPerSecond) * 1000, signal)
  }
  let piece = ''
  for (const [word] of text.matchAll(/\S{1,40}\s*|\s+/g)) {
    piece += word
    if (piece.length < charsPerPiece) continue
    await send(piece)
    piece = ''
  }
  if (piece !== '') await send(piece)
}

/** `run/heal#3/write/1` is the third try at writing: the first attempt of the third round. */
function triesOf(key: string): number {
  const rounds = [...key.matchAll(/#(\d+)/g)].reduce((sum, [, round]) => sum + Number(round) - 1, 0)
  return rounds + Number(/\/(\d+)$/.exec(key)?.[1] ?? 1)
}

const troubles = ['rate-limit', 'server', 'timeout', 'connection'] as const

function failureOf(trouble: (typeof troubles)[number]): StepFailure {
  const what = {
    'rate-limit': 'says there were too many requests (429)',
    server: 'is overloaded (529)',
    timeout: 'did not answer in time',
    connection: 'broke off in the middle of its answer',
  }[trouble]
  return new StepFailure(trouble, `The practice model ${what}, as asked by errorRate or failFirst`, { retryable: true })
}
