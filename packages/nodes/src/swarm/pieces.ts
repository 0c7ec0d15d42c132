import { z } from 'zod'
import { piece } from '../pattern/body.ts'

const begin = piece('swarm-begin', 'Begin', 'Begins without any trail.', { inputs: ['in'], outputs: ['state'] })

export const briefParams = z.looseObject({
  agents: z.int(),
  model: z.string(),
  system: z.string(),
  shareFraction: z.number(),
})
const brief = piece('swarm-brief', 'Brief', 'Tells each agent the trails as they are now, and some of them the best.', {
  params: briefParams,
  inputs: ['state'],
  outputs: ['items'],
})

const rate = piece('swarm-rate', 'Rate', 'Puts a proposal and its score together.', {
  inputs: ['proposal', 'verdict'],
  outputs: ['out'],
})

export const trailsParams = z.looseObject({
  agents: z.int(),
  iterations: z.int(),
  retain: z.number(),
  convergenceRatio: z.number(),
  stagnation: z.int(),
})
const trails = piece('swarm-trails', 'Trails', 'Wears the trails off, then strengthens the steps of what was found.', {
  params: trailsParams,
  inputs: ['state', 'outcomes'],
  outputs: ['state', 'record'],
})

const close = piece('swarm-close', 'Result', 'Gives the best solution of all iterations.', {
  inputs: ['state'],
  outputs: ['best', 'history', 'map', 'record'],
})

export const pieces = {
  'swarm-begin': begin,
  'swarm-brief': brief,
  'swarm-rate': rate,
  'swarm-trails': trails,
  'swarm-close': close,
}
