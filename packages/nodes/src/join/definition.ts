import { type Activation, defineNode, type FlowIssue, type FlowNode, port } from '@quorum/engine'
import { z } from 'zod'
import { issue } from '../params.ts'

const Params = z.looseObject({
  need: z.enum(['all', 'live', 'n', 'one', 'each', 'collect']).default('live').meta({
    title: 'Waits for',
    description:
      'all: every branch. live: every branch that runs. n: the first n. one: the only one that comes. each: goes on with every branch on its own. collect: puts what “each” went on with together again, or every so many.',
  }),
  n: z
    .int()
    .min(1)
    .max(10_000)
    .optional()
    .meta({
      title: 'How many',
      description: 'n: how many must arrive. collect: how many make a batch; empty takes them all.',
      onlyFor: { need: ['n', 'collect'] },
    }),
  rest: z.enum(['drain', 'block', 'cancel']).default('drain').meta({
    title: 'The others',
    description:
      'What happens to branches that come later: drain lets them finish unheard, block does too and says that the next round of a loop waits for them, cancel stops them.',
  }),
  merge: z.enum(['list', 'object', 'first', 'concat', 'text']).optional().meta({
    title: 'Merge into',
    description:
      'list: in edge order. object: by source title. first: the bare value. concat: lists joined. text: texts joined.',
  }),
  deadlineMs: z
    .number()
    .min(0)
    .optional()
    .meta({ title: 'Deadline (ms)', description: 'From the first arrival on; then it goes on with what has come.' }),
  onUnsatisfiable: z.enum(['skip', 'fail']).default('skip').meta({
    title: 'If too few can come',
    description: 'skip: this node and what follows is skipped. fail: it fails.',
  }),
  onFailed: z.enum(['fail', 'ignore']).optional().meta({
    title: 'If a branch fails',
    description: 'Unless you choose: fail for all, live, each and collect, ignore for n and one.',
  }),
})
type Params = z.infer<typeof Params>

/** Brings branches together again. */
export const join = defineNode({
  kind: 'join',
  title: 'Join',
  category: 'flow',
  summary: 'Waits for branches and puts their results together.',
  aliases: ['merge', 'wait for all', 'fan in', 'gather', 'combine', 'first of'],
  icon: 'merge',
  patternId: 'P05',
  params: Params,
  ports: (params) => ({
    inputs: [port('in', 'branches', 'any', true)],
    outputs: [port('out', 'out', portTypes[mergeOf(params)])],
  }),
  fact: waitsFor,
  rows: (params) => [
    { label: 'Waits for', value: waitsFor(params) },
    { label: 'Gives', value: merged[mergeOf(params)] },
  ],
  strip: true,
  verb: 'Waiting',
  takesPolicy: false,
  activation: activationOf,
  check,
})

export const mergeOf = ({ merge, need }: Params) => merge ?? (need === 'one' || need === 'each' ? 'first' : 'list')

const portTypes = { list: 'list', object: 'json', first: 'any', concat: 'list', text: 'text' } as const
const merged = { list: 'a list', object: 'an object', first: 'the value', concat: 'one long list', text: 'one text' }

function waitsFor({ need, n }: Params): string {
  if (need === 'n') return `first ${n ?? 1}`
  if (need === 'collect') return n === undefined ? 'all of them' : `every ${n}`
  return { all: 'all', live: 'all that run', one: 'the one that comes', each: 'each one alone' }[need]
}

function activationOf({ need, n, rest, onUnsatisfiable, onFailed, deadlineMs }: Params): Activation {
  return {
    type: 'join',
    need,
    ...(need === 'n' ? { n: n ?? 1 } : need === 'collect' && n !== undefined ? { n } : {}),
    rest,
    onUnsatisfiable,
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
    onFailed: onFailed ?? (need === 'n' || need === 'one' ? 'ignore' : 'fail'),
  }
}

function check({ need, n }: Params, node: FlowNode): FlowIssue[] {
  if (need !== 'n' || n !== undefined) return []
  return [issue(node, 'missing-param', 'n', 'Say how many branches this join waits for.')]
}
