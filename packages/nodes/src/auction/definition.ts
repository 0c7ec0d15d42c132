import { defineNode, port } from '@quorum/engine'
import { z } from 'zod'
import { namedModels, plural, templateParams } from '../params.ts'
import { namesOf, people, promptsOf, sameNames, task } from '../pattern/people.ts'
import { expand } from './expand.ts'

export const Params = z.looseObject({
  task: task('Task', 'What is to be done. {{ input }} is what reaches this node.'),
  bidders: people(
    { title: 'Bidders', description: 'Each says what it would cost and how well it could do it.' },
    [
      {
        name: 'Fast',
        prompt: 'You do simple things quickly and cheaply. You are honest about what is too hard for you.',
      },
      { name: 'Thorough', prompt: 'You do hard things with care, and it costs. You do not bid low for simple things.' },
      {
        name: 'Specialist',
        prompt: 'You know law, tax and contracts very well, and little else. Bid high on anything else.',
      },
    ],
    2,
  ),
  award: z.enum(['best score', 'lowest price']).default('best score').meta({
    title: 'Given to',
    description: 'best score: whoever is surest to do it well. lowest price: whoever asks least.',
  }),
  reserve: z.number().min(0).optional().meta({
    title: 'Highest price',
    description: 'Bids above it do not count. Empty: any price.',
  }),
  secondPrice: z.boolean().default(false).meta({
    title: 'Pays the second price',
    description: 'The winner is noted with the price of the next bid, so that an honest bid is the best one.',
  }),
  deadlineMs: z.number().min(1).max(86_400_000).default(10_000).meta({
    title: 'Bids until (ms)',
    description: 'Whoever has not bid by then is left out.',
  }),
})
export type Params = z.infer<typeof Params>

/** Announce, bid, award, do it; on failure the next bidder (CATALOGUE X18; Smith, The Contract Net Protocol, 1980). */
export const auction = defineNode({
  kind: 'auction',
  title: 'Auction (Contract Net)',
  category: 'decide',
  summary: 'Agents bid for a task; the best bid gets it, and the next one if that fails.',
  aliases: ['contract net', 'bidding', 'tender', 'market', 'award'],
  icon: 'vote',
  patternId: 'X18',
  cost: 'a call per bidder, + 1 per try',
  params: Params,
  ports: () => ({
    inputs: [port('in')],
    outputs: [port('result'), port('bids', 'bids', 'list'), port('winner', 'winner', 'json')],
  }),
  fact: ({ bidders }) => plural(bidders.length, 'bidder'),
  rows: ({ bidders, award }) => [
    { label: 'Bidders', value: namesOf(bidders).join(', ') },
    { label: 'Given to', value: award },
  ],
  width: 320,
  strip: true,
  verb: 'Bidding',
  callsOut: () => true,
  templates: ({ bidders, task: text }) => [...promptsOf('bidders', bidders), ...templateParams({ task: text })],
  models: ({ bidders }) => namedModels(...bidders.map(({ model }) => model)),
  // Nobody bids the first time: it is announced once more.
  calls: ({ bidders }) => 3 * bidders.length,
  expand,
  check: ({ bidders }, node) => sameNames(node, 'bidders', bidders),
})
