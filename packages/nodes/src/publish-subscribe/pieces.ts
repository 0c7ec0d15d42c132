import { z } from 'zod'
import { piece } from '../pattern/body.ts'

const subscribers = z.array(
  z.object({
    name: z.string(),
    model: z.string(),
    prompt: z.string(),
    topics: z.array(z.string()),
    publishes: z.array(z.string()),
  }),
)

export const beginParams = z.looseObject({ subscribers, topic: z.string() })
const begin = piece('publish-subscribe-begin', 'Begin', 'Publishes the first event.', {
  params: beginParams,
  inputs: ['in'],
  outputs: ['state'],
})

export const deliverParams = z.looseObject({ subscribers, maxReactions: z.int() })
const deliver = piece('publish-subscribe-deliver', 'Deliver', 'Gives each subscriber the event that is next for it.', {
  params: deliverParams,
  inputs: ['state'],
  outputs: ['items'],
})

export const publishParams = z.looseObject({
  subscribers,
  maxHops: z.int(),
  dedupe: z.boolean(),
  attempts: z.int(),
  maxReactions: z.int(),
})
const publish = piece('publish-subscribe-publish', 'Publish', 'Takes in what was published.', {
  params: publishParams,
  inputs: ['state', 'outcomes'],
  outputs: ['state'],
})

const close = piece('publish-subscribe-close', 'Events', 'Gives all events and the dead letters.', {
  inputs: ['state'],
  outputs: ['events', 'deadLetters', 'record'],
})

export const pieces = {
  'publish-subscribe-begin': begin,
  'publish-subscribe-deliver': deliver,
  'publish-subscribe-publish': publish,
  'publish-subscribe-close': close,
}
