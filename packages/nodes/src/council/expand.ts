import { type Body, OUTSIDE } from '@quorum/engine'
import type { Params } from './definition.ts'

/**
 * The stages as ordinary nodes:
 * They have no titles: a title of an outer node that a member's prompt names would be hidden by one in here.
 * open → answers (pool) → anonymise → reviews (pool) → ballots → rank (vote) [→ revisions (pool)] → brief → chair → close.
 */
export function expand(params: Params): Body {
  const { members, rule, review, revise, minAnswers, minBallots, onChairFailure } = params
  const pool = { concurrency: members.length, maxItems: members.length, failure: 'collect' }
  const nodes: Body['nodes'] = [
    { id: 'open', kind: 'council-open', params: { members, question: params.question } },
    { id: 'answers', kind: 'pool', params: pool },
    { id: 'member', kind: 'council-member', parent: 'answers', params: {} },
    {
      id: 'anonymise',
      kind: 'council-anonymise',

      params: { members, review, minAnswers: Math.min(minAnswers, members.length) },
    },
    { id: 'reviews', kind: 'pool', params: pool },
    { id: 'reviewer', kind: 'council-reviewer', parent: 'reviews', params: {} },
    { id: 'ballots', kind: 'council-ballots', params: { members } },
    { id: 'rank', kind: 'vote', params: { rule } },
    { id: 'brief', kind: 'council-brief', params: { minBallots, model: params.chair.model ?? '' } },
    { id: 'chair', kind: 'council-chair', params: {}, policy: { onError: 'port' } },
    { id: 'close', kind: 'council-close', params: { onChairFailure } },
    ...(revise
      ? [
          { id: 'revisions', kind: 'pool', params: pool },
          { id: 'reviser', kind: 'council-reviser', parent: 'revisions', params: {} },
        ]
      : []),
  ]
  return { nodes, edges: [...edges, ...(revise ? revisionEdges : [])].map(toEdge) }
}

type Wire = readonly [source: string, sourcePort: string, target: string, targetPort: string]

const edges: readonly Wire[] = [
  [OUTSIDE, 'in', 'open', 'in'],
  ['open', 'items', 'answers', 'in'],
  ['answers', 'item', 'member', 'in'],
  ['member', 'out', 'answers', 'result'],
  ['answers', 'outcomes', 'anonymise', 'outcomes'],
  ['open', 'items', 'anonymise', 'items'],
  ['anonymise', 'tasks', 'reviews', 'in'],
  ['reviews', 'item', 'reviewer', 'in'],
  ['reviewer', 'out', 'reviews', 'result'],
  ['reviews', 'outcomes', 'ballots', 'outcomes'],
  ['anonymise', 'tasks', 'ballots', 'tasks'],
  ['anonymise', 'sitting', 'ballots', 'sitting'],
  ['ballots', 'vote', 'rank', 'in'],
  ['rank', 'tally', 'brief', 'tally'],
  // Without a valid ballot there is no winner; the chair then works without a ranking, from the same tally.
  ['rank', 'undecided', 'brief', 'tally'],
  ['ballots', 'reviews', 'brief', 'reviews'],
  ['anonymise', 'sitting', 'brief', 'sitting'],
  ['brief', 'out', 'chair', 'in'],
  ['brief', 'state', 'close', 'state'],
  // One of the two comes: the answer, or why there is none.
  ['chair', 'out', 'close', 'chair'],
  ['chair', 'error', 'close', 'chair'],
  ['close', 'answer', OUTSIDE, 'answer'],
  ['close', 'ranking', OUTSIDE, 'ranking'],
  ['close', 'dissent', OUTSIDE, 'dissent'],
  ['close', 'answers', OUTSIDE, 'answers'],
  ['close', 'ballots', OUTSIDE, 'ballots'],
  ['close', 'labels', OUTSIDE, 'labels'],
  ['close', 'record', OUTSIDE, 'record'],
]

const revisionEdges: readonly Wire[] = [
  ['ballots', 'revisions', 'revisions', 'in'],
  ['revisions', 'item', 'reviser', 'in'],
  ['reviser', 'out', 'revisions', 'result'],
  ['revisions', 'outcomes', 'brief', 'revisions'],
]

const toEdge = ([source, sourcePort, target, targetPort]: Wire) => ({ source, sourcePort, target, targetPort })
