import { z } from 'zod'
import { piece, withGaps } from '../pattern/body.ts'

const both = piece('magentic-both', 'Facts', 'Puts the goal and the facts together.', {
  inputs: ['goal', 'facts'],
  outputs: ['prompt', 'state'],
})

const begin = piece('magentic-begin', 'Task ledger', 'Facts and plan, as they are at the beginning.', {
  inputs: ['state', 'plan'],
  outputs: ['state'],
})

export const askParams = z.looseObject({ who: z.string() })
const ask = piece('magentic-ask', 'Progress?', 'Asks the manager how it stands.', {
  params: askParams,
  inputs: ['state'],
  outputs: ['prompt'],
})

export const decideParams = z.looseObject({
  people: z.array(z.object({ name: z.string(), model: z.string(), prompt: z.string() })),
  maxRounds: z.int(),
  maxStalls: z.int(),
  maxResets: z.int(),
})
const decide = piece('magentic-decide', 'Progress ledger', 'Gives the round to somebody, plans anew, or ends.', {
  params: decideParams,
  inputs: ['state', 'ledger', 'error'],
  outputs: ['ask', 'replan', 'state'],
  activation: withGaps,
})

const note = piece('magentic-note', 'Round', 'Notes what the round brought.', {
  inputs: ['state', 'said', 'error', 'facts', 'plan'],
  outputs: ['state'],
  activation: withGaps,
})

const report = piece('magentic-report', 'Report', 'Both ledgers, for the result.', {
  inputs: ['state'],
  outputs: ['prompt', 'ledgers', 'record'],
})

export const pieces = {
  'magentic-both': both,
  'magentic-begin': begin,
  'magentic-ask': ask,
  'magentic-decide': decide,
  'magentic-note': note,
  'magentic-report': report,
}
