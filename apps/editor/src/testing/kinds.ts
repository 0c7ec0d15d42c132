import { defineNode, type FlowNode, type NodeDefinition, port } from '@quorum/engine'
import { z } from 'zod'

/** A few kinds in small, so that tests of the canvas do not hang on the real ones. */
const params = z.looseObject({})
const io = { inputs: [port('in')], outputs: [port('out')] }
export const testKinds: readonly NodeDefinition[] = [
  defineNode({
    kind: 'input',
    title: 'Input',
    category: 'io',
    summary: 'Begins',
    icon: 'x',
    params,
    width: 200,
    ports: () => ({ inputs: [], outputs: [port('out')] }),
  }),
  defineNode({
    kind: 'agent',
    title: 'Agent',
    category: 'agent',
    summary: 'Asks a model',
    aliases: ['llm', 'bot'],
    icon: 'x',
    params,
    strip: true,
    rows: () => [{ label: 'Model', value: 'default' }],
    ports: () => io,
  }),
  defineNode({
    kind: 'gate',
    title: 'Gate',
    category: 'flow',
    summary: 'Checks',
    icon: 'x',
    params,
    mayLoopBack: true,
    ports: () => ({ inputs: [port('in')], outputs: [port('pass'), port('fail')] }),
  }),
  defineNode({
    kind: 'vote',
    title: 'Vote',
    category: 'decide',
    summary: 'Counts',
    icon: 'x',
    params,
    width: 320,
    ports: () => ({
      inputs: [port('in', 'ballots', 'list', true)],
      outputs: [port('out'), port('undecided'), port('tally', 'tally', 'json')],
    }),
  }),
  defineNode({
    kind: 'split',
    title: 'Split',
    category: 'tool',
    summary: 'Makes text',
    icon: 'x',
    params,
    ports: () => ({ inputs: [port('in')], outputs: [port('out', 'out', 'text')] }),
  }),
  defineNode({
    kind: 'pool',
    title: 'For each',
    category: 'scale',
    summary: 'Runs its body per item',
    icon: 'x',
    params,
    ports: () => ({
      inputs: [port('in', 'in', 'list')],
      outputs: [port('results', 'results', 'list'), port('outcomes'), port('summary')],
      inner: { outputs: [port('item')], inputs: [port('result')] },
    }),
    container: () => ({ concurrency: 1, maxItems: 10, failure: 'collect', minSuccess: 0 }),
  }),
  defineNode({
    kind: 'output',
    title: 'Output',
    category: 'io',
    summary: 'Ends',
    icon: 'x',
    params,
    width: 200,
    ports: () => ({ inputs: [port('in')], outputs: [] }),
  }),
] as readonly NodeDefinition[]

export const testLookup = (kind: string): NodeDefinition | undefined => testKinds.find((one) => one.kind === kind)

export const testNode = (id: string, kind: string, more: Partial<FlowNode> = {}): FlowNode => ({
  id,
  kind,
  position: { x: 0, y: 0 },
  params: {},
  ...more,
})
