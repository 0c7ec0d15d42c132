import { completed, failed, isRecord, type NodeBehaviour, textOf, type Value } from '@quorum/engine'
import type { z } from 'zod'
import { asValue, errorOf, fromPiece } from '../pattern/json.ts'
import { randomOf } from '../random.ts'
import type { drawParams, pairParams } from './pieces.ts'

type Pair = {
  readonly champion: Value | null
  readonly challenger: Value | null
  readonly drawn: boolean
  /** Why the challenger gave nothing. */
  readonly problem?: string
  /** Who is “A” for the judge. */
  readonly first: 'champion' | 'challenger'
}

const runDraw: NodeBehaviour<z.infer<typeof drawParams>> = {
  inTurn({ share, shadow }, { value, seed }) {
    const drawn = randomOf(seed)() < share
    return completed({
      question: value,
      ...(drawn ? { challenger: value } : {}),
      ...(drawn && !shadow ? {} : { champion: value }),
    })
  },
}

/** The champion's turn, unless the challenger stands in for it and has answered. */
const runTurn: NodeBehaviour = {
  inTurn(_, { ports: { asked, question, instead } }) {
    const now = asked ?? (instead === undefined ? undefined : question)
    return completed(now === undefined ? {} : { out: now })
  },
}

const runPair: NodeBehaviour<z.infer<typeof pairParams>> = {
  inTurn(_, { ports: { question, challenger, error, champion }, seed }) {
    const drawn = challenger !== undefined || error !== undefined
    const first = randomOf(seed)() < 0.5 ? ('champion' as const) : ('challenger' as const)
    const pair: Pair = {
      champion: champion ?? null,
      challenger: challenger ?? null,
      drawn,
      first,
      ...(error === undefined ? {} : { problem: errorOf(error).message }),
    }
    const both = champion !== undefined && challenger !== undefined
    const [a, b] = first === 'champion' ? [champion, challenger] : [challenger, champion]
    const prompt = `Question:\n${textOf(question ?? null)}\n\nAnswer A:\n${textOf(a ?? null)}\n\nAnswer B:\n${textOf(b ?? null)}`
    return completed({ pair: asValue(pair), ...(both ? { prompt } : {}) })
  },
}

const runClose: NodeBehaviour<z.infer<typeof pairParams>> = {
  inTurn({ shadow }, { ports }) {
    const { champion, challenger, drawn, problem, first } = fromPiece<Pair>(ports.pair)
    const said = isRecord(ports.verdict) ? ports.verdict : null
    const second = first === 'champion' ? 'challenger' : 'champion'
    const better = said === null ? null : said.better === 'A' ? first : said.better === 'B' ? second : 'equal'
    const seen = shadow || challenger === null ? 'champion' : 'challenger'
    const comparison = {
      seen,
      champion,
      challenger,
      ...(problem === undefined ? {} : { problem }),
      ...(better === null ? {} : { better, reason: textOf((said?.reason ?? '') as Value) }),
    }
    const answer = shadow ? champion : (challenger ?? champion)
    // In the shadow the answer goes out by itself, and nothing about the challenger may hold it up.
    if (!shadow && answer === null) return failed('all-failed', 'Neither the challenger nor the champion answered.')
    return completed({
      ...(shadow || answer === null ? {} : { answer }),
      ...(drawn ? { comparison } : {}),
      record: { drawn, seen, better: better ?? '', ...(problem === undefined ? {} : { problem }) },
    })
  },
}

export const runners = {
  'champion-challenger': {},
  'champion-challenger-draw': runDraw,
  'champion-challenger-turn': runTurn,
  'champion-challenger-pair': runPair,
  'champion-challenger-close': runClose,
}
