import { z } from 'zod'
import { namedModels, templateParams } from '../params.ts'
import { piece, withGaps } from '../pattern/body.ts'

const routes = z.array(z.looseObject({ id: z.string(), label: z.string() }))

export const classify = piece('router-classify', 'Classify', 'Reads the request and names the route it belongs to.', {
  params: z.looseObject({ routes, model: z.string(), instructions: z.string() }),
  inputs: ['in'],
  outputs: ['choice'],
  callsOut: true,
  verb: 'Reading',
  templates: ({ model, instructions }) => templateParams({ model, instructions }),
  models: ({ model }) => namedModels(model),
})

export const dial = piece('router-dial', 'Dial', 'Sends the request to exactly one route.', {
  params: z.looseObject({ routes: z.array(z.string()), minConfidence: z.number() }),
  inputs: ['request', 'choice'],
  outputs: ({ routes }) => [...routes, 'else', 'route', 'record'],
})

export const told = piece('router-told', 'Route', 'Says which route was taken.', {
  params: z.looseObject({ routes: z.array(z.string()) }),
  inputs: ({ routes }) => [...routes, 'else'],
  outputs: ['route', 'record'],
  activation: withGaps,
})
