import { defineNode, port, type Value } from '@quorum/engine'
import { namedModels, templateParams } from '../params.ts'
import { piece, withGaps } from '../pattern/body.ts'
import { Params } from './definition.ts'
import { detailOf } from './detail.ts'
import { leaptSteps } from './leapt.ts'
import type { MakerState } from './state.ts'
import { makerRace } from './stepVote.ts'

const stateOf = (value: Value): MakerState => value as unknown as MakerState

export const begin = piece('maker-begin', 'Begin', 'Sets up the task and says which known steps are asked first.', {
  params: Params,
  inputs: ['initial', 'steps'],
  outputs: ['state', 'known'],
  activation: withGaps,
})

export const ask = piece('maker-ask', 'One answer', 'Asks for one step; an answer in the wrong form is thrown away.', {
  params: Params,
  inputs: ['in'],
  outputs: ['out'],
  callsOut: true,
  verb: 'Answering',
  templates: ({ task, strategy, prompt, model, escalate }) =>
    templateParams(task === 'own' ? { strategy, prompt, model, escalate } : { model, escalate }).map((one) => ({
      ...one,
      own: ['state', 'step', 'index'],
    })),
  models: ({ model, escalate }) => namedModels(model, escalate),
})

export const margin = piece('maker-margin', 'Lead', 'Works out how far ahead an answer must be.', {
  params: Params,
  inputs: ['state', 'outcomes'],
  outputs: ['state'],
})

/** The steps, one after another. With an instant practice model many are decided in one turn. */
export const steps = defineNode({
  kind: 'maker-steps',
  title: 'Steps',
  category: 'flow',
  summary: 'Does one step after another, each on what the last one decided.',
  icon: 'repeat',
  hidden: true,
  params: Params,
  ports: () => ({
    inputs: [port('in')],
    outputs: [port('out'), port('trail')],
    inner: { outputs: [port('state')], inputs: [port('result'), port('trail')] },
  }),
  width: 320,
  strip: true,
  verb: 'Deciding',
  leapt: leaptSteps,
  loop: ({ steps: most }) => ({
    again: ({ state }) => (stateOf(state).done || stateOf(state).failed !== null ? 'done' : 'next'),
    rounds: { min: 1, max: most },
    trail: 4_096,
    show: (state) => ({
      detail: detailOf(stateOf(state)),
      progress: { done: stateOf(state).step, total: stateOf(state).steps },
    }),
  }),
})

/** The vote on one step: how far ahead an answer must be stands in the state it is about. */
export const stepVote = defineNode({
  kind: 'maker-vote',
  title: 'Vote',
  category: 'decide',
  summary: 'Asks until one answer is far enough ahead of every other.',
  icon: 'vote',
  hidden: true,
  params: Params,
  ports: () => ({
    inputs: [port('in')],
    outputs: [port('out')],
    inner: { outputs: [port('item')], inputs: [port('result')] },
  }),
  width: 320,
  strip: true,
  verb: 'Voting',
  sample: (params) => ({
    ...makerRace(params),
    samples: { min: 1, expected: 3, max: params.maxVotes + params.maxFlagged - 1 },
  }),
})

export const decide = piece('maker-decide', 'Decision', 'Takes the winning answer and goes on from it.', {
  params: Params,
  inputs: ['state', 'ballot'],
  outputs: ['state', 'trail'],
})

export const close = piece('maker-close', 'Report', 'Says what was done and how sure it is.', {
  params: Params,
  inputs: ['state', 'trail'],
  outputs: ['actions', 'final', 'report', 'failed', 'record'],
})
