import type { Body } from '@quorum/engine'
import { agentNode, numbered, toPort, wires } from '../pattern/body.ts'
import { gathered } from '../pattern/gather.ts'
import { namesOf } from '../pattern/people.ts'
import { planSchema } from '../pattern/plan.ts'
import type { Params } from './definition.ts'

const reviewSchema = {
  type: 'object',
  properties: {
    approved: { type: 'boolean' },
    findings: {
      type: 'array',
      items: {
        type: 'object',
        properties: { task: { type: 'integer', description: 'Number of the task' }, finding: { type: 'string' } },
        required: ['task', 'finding'],
        additionalProperties: false,
      },
    },
  },
  required: ['approved', 'findings'],
  additionalProperties: false,
}

const kind = (name: string) => `scout-plan-build-review-${name}`

/** scouts → brief → planner → plan → rounds (loop of: assign → build (pool) → built → reviewer → verdict) → decide → deploy → close. */
export function expand(params: Params): Body {
  const { scouts, scoutFailures, planner, builder, reviewer, maxTasks, buildConcurrency, rework, deploy } = params
  const ids = scouts.map((_, i) => `scout-${i + 1}`)
  const inside = { parent: 'rounds' }
  const release = deploy === 'none' ? { nodes: [], lines: [] } : releasing(params)
  return {
    nodes: [
      ...scouts.map(({ name, model, prompt: system }, i) =>
        agentNode(`scout-${i + 1}`, { model, system, prompt: '{{ input }}' }, { title: numbered(i, name), ...toPort }),
      ),
      { id: 'gather', kind: 'pattern-gather', params: { members: namesOf(scouts) } },
      { id: 'brief', kind: kind('brief'), params: { scoutFailures } },
      agentNode('planner', { model: planner.model, system: planner.prompt, schema: planSchema }),
      { id: 'plan', kind: kind('plan'), params: { maxTasks } },
      { id: 'rounds', kind: 'loop', params: { mode: 'until', when: 'state.done', maxIterations: 1 + rework } },
      { id: 'assign', kind: kind('assign'), ...inside, params: {} },
      {
        id: 'build',
        kind: 'pool',
        ...inside,
        params: { concurrency: buildConcurrency, maxItems: maxTasks, failure: 'collect' },
      },
      agentNode('builder', { model: builder.model, system: builder.prompt, prompt: '{{ item }}' }, { parent: 'build' }),
      { id: 'built', kind: kind('built'), ...inside, params: {} },
      agentNode(
        'reviewer',
        {
          model: reviewer.model,
          system: reviewer.prompt,
          prompt: 'Review, round {{ round }}.\n\n{{ input }}',
          schema: reviewSchema,
        },
        { ...inside, ...toPort },
      ),
      { id: 'verdict', kind: kind('verdict'), ...inside, params: { rework } },
      { id: 'decide', kind: kind('decide'), params: { deploy: deploy !== 'none' } },
      ...release.nodes,
      { id: 'close', kind: kind('close'), params: {} },
    ],
    edges: wires(
      ...ids.map((id) => `@.in>${id}.in`),
      ...gathered(ids, 'gather'),
      '@.in>brief.requirement',
      'gather.outcomes>brief.outcomes',
      'brief.prompt>planner.in',
      '@.in>plan.requirement',
      'planner.out>plan.plan',
      'plan.state>rounds.in',
      'rounds.state>assign.in',
      'assign.items>build.in',
      'build.item>builder.in',
      'builder.out>build.result',
      'rounds.state>built.state',
      'build.outcomes>built.outcomes',
      'built.prompt>reviewer.in',
      'built.state>verdict.state',
      'reviewer.out>verdict.review',
      'reviewer.error>verdict.review',
      'verdict.state>rounds.result',
      'rounds.out>decide.in',
      ...release.lines,
      'decide.stop>close.ending',
      'gather.outcomes>close.scouts',
      'rounds.out>close.state',
      'close.phases>@.phases',
      'close.deployed>@.deployed',
      'close.record>@.record',
    ),
  }
}

/** Exactly one ending comes: deployed, refused by a person, or failed. */
function releasing({ deploy, deployer }: Params) {
  const asks = deploy === 'human'
  const ending = (how: string) => ({ id: how, kind: kind('ended'), params: { how } })
  return {
    nodes: [
      ...(asks
        ? [
            { id: 'approve', kind: 'approval', params: { message: 'The review has approved this. Release it?' } },
            ending('refused'),
          ]
        : []),
      agentNode('deploy', { model: deployer.model, system: deployer.prompt, prompt: '{{ input }}' }, toPort),
      ending('deployed'),
      ending('failed'),
    ],
    lines: [
      ...(asks
        ? [
            'decide.go>approve.in',
            'approve.approved>deploy.in',
            'approve.rejected>refused.in',
            // Nobody who answers in time is nobody who approves.
            'approve.timeout>refused.in',
            'refused.out>close.ending',
          ]
        : ['decide.go>deploy.in']),
      'deploy.out>deployed.in',
      'deploy.error>failed.in',
      'deployed.out>close.ending',
      'failed.out>close.ending',
    ],
  }
}
