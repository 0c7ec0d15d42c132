import { z } from 'zod'
import { piece, withGaps } from '../pattern/body.ts'

const award = z.enum(['best score', 'lowest price'])
const people = z.array(z.object({ name: z.string(), model: z.string(), prompt: z.string() }))

const begin = piece('auction-begin', 'Begin', 'Opens the auction.', { inputs: ['in'], outputs: ['state'] })

export const announceParams = z.looseObject({ people, award })
const announce = piece('auction-announce', 'Announce', 'Tells every bidder what is to be done.', {
  params: announceParams,
  inputs: ['state'],
  outputs: ['items'],
})

export const rankParams = z.looseObject({ names: z.array(z.string()), award, reserve: z.number().optional() })
const rank = piece('auction-rank', 'Bids', 'Puts the bids in order; without one it is announced once more.', {
  params: rankParams,
  inputs: ['state', 'outcomes'],
  outputs: ['state'],
})

export const awardParams = z.looseObject({ people })
const awarding = piece('auction-award', 'Award', 'Gives the task to the best bidder left.', {
  params: awardParams,
  inputs: ['state'],
  outputs: ['ask'],
})

const note = piece('auction-note', 'Delivery', 'Takes the result, or goes on to the next bidder.', {
  inputs: ['state', 'said', 'error'],
  outputs: ['state'],
  activation: withGaps,
})

export const closeParams = z.looseObject({ award, secondPrice: z.boolean() })
const close = piece('auction-close', 'Result', 'Gives the result, the bids and the winner.', {
  params: closeParams,
  inputs: ['state'],
  outputs: ['result', 'bids', 'winner', 'record'],
})

export const pieces = {
  'auction-begin': begin,
  'auction-announce': announce,
  'auction-rank': rank,
  'auction-award': awarding,
  'auction-note': note,
  'auction-close': close,
}
