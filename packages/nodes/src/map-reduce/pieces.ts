import { z } from 'zod'
import { piece } from '../pattern/body.ts'

export const chunk = piece('map-reduce-chunk', 'Chunks', 'Cuts the list into chunks, in order.', {
  params: z.looseObject({ chunkSize: z.int(), maxItems: z.int() }),
  inputs: ['in'],
  outputs: ['chunks', 'sizes'],
})

export const cover = piece(
  'map-reduce-cover',
  'Coverage',
  'Says how much of the list was mapped, and whether that is enough.',
  {
    params: z.looseObject({
      minCoverage: z.number(),
      reduceBy: z.enum(['single', 'tree', 'auto']),
      fanIn: z.int(),
    }),
    inputs: ['outcomes', 'sizes'],
    outputs: ['state', 'empty'],
  },
)

export const report = piece('map-reduce-report', 'Report', 'Lists what came of each chunk.', {
  inputs: ['outcomes', 'sizes'],
  outputs: ['coverage', 'mapped', 'record'],
})

export const group = piece('map-reduce-group', 'Groups', 'Puts notes together that are reduced in one call.', {
  inputs: ['in'],
  outputs: ['groups'],
})

export const fold = piece('map-reduce-fold', 'Level', 'Takes the results of one level to the next.', {
  inputs: ['results', 'state'],
  outputs: ['state'],
})

export const close = piece('map-reduce-close', 'Result', 'Gives the one result.', {
  params: z.looseObject({ emptyResult: z.json() }),
  inputs: ['in'],
  outputs: ['result'],
})
