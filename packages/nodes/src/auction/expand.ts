import type { Body } from '@quorum/engine'
import { itemAgent, toPort, wires } from '../pattern/body.ts'
import { namesOf } from '../pattern/people.ts'
import { speaker } from '../pattern/turns.ts'
import type { Params } from './definition.ts'

const bidSchema = {
  type: 'object',
  properties: {
    price: { type: 'number', minimum: 0, description: 'What you ask for it' },
    score: {
      type: 'number',
      minimum: 0,
      maximum: 1,
      description: 'How sure you are to do it well; 0 if you do not want it',
    },
    how: { type: 'string', description: 'How you would do it, in one sentence' },
  },
  required: ['price', 'score', 'how'],
  additionalProperties: false,
}

/** task → begin → calls (loop of: announce → bids (pool) → rank) → awards (loop of: award → contractor → note) → close. */
export function expand({ task, bidders, award, reserve, secondPrice, deadlineMs }: Params): Body {
  const people = bidders.map(({ name, model = '', prompt }) => ({ name, model, prompt }))
  return {
    nodes: [
      { id: 'task', kind: 'template', params: { text: task || '{{ input }}' } },
      { id: 'begin', kind: 'auction-begin', params: {} },
      { id: 'calls', kind: 'loop', params: { mode: 'until', when: 'state.called', maxIterations: 2 } },
      { id: 'announce', kind: 'auction-announce', parent: 'calls', params: { people, award } },
      {
        id: 'bids',
        kind: 'pool',
        parent: 'calls',
        params: { concurrency: bidders.length, maxItems: bidders.length, failure: 'collect' },
      },
      { ...itemAgent('bidder', 'bids', { schema: bidSchema }), policy: { attempts: 1, timeoutMs: deadlineMs } },
      {
        id: 'rank',
        kind: 'auction-rank',
        parent: 'calls',
        params: { names: namesOf(bidders), award, ...(reserve === undefined ? {} : { reserve }) },
      },
      { id: 'awards', kind: 'loop', params: { mode: 'until', when: 'state.done', maxIterations: bidders.length + 1 } },
      { id: 'award', kind: 'auction-award', parent: 'awards', params: { people } },
      speaker('contractor', 'awards', toPort),
      { id: 'note', kind: 'auction-note', parent: 'awards', params: {} },
      { id: 'close', kind: 'auction-close', params: { award, secondPrice } },
    ],
    edges: wires(
      '@.in>task.in',
      'task.out>begin.in',
      'begin.state>calls.in',
      'calls.state>announce.state',
      'announce.items>bids.in',
      'bids.item>bidder.in',
      'bidder.out>bids.result',
      'calls.state>rank.state',
      'bids.outcomes>rank.outcomes',
      'rank.state>calls.result',
      'calls.out>awards.in',
      'awards.state>award.state',
      'award.ask>contractor.in',
      'awards.state>note.state',
      'contractor.out>note.said',
      'contractor.error>note.error',
      'note.state>awards.result',
      'awards.out>close.state',
      'close.result>@.result',
      'close.bids>@.bids',
      'close.winner>@.winner',
      'close.record>@.record',
    ),
  }
}
