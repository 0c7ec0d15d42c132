import type { Body } from '@quorum/engine'
import { agentNode, numbered, wires } from '../pattern/body.ts'
import { gathered } from '../pattern/gather.ts'
import { namesOf } from '../pattern/people.ts'
import type { Params } from './definition.ts'

/** branches → gather → merge [→ merger]; the results by branch are reported whether or not the merge succeeds. */
export function expand({ branches, prompt, need, n, rest, deadlineMs, merge, onConflict, merger }: Params): Body {
  const ids = branches.map((_, i) => `branch-${i + 1}`)
  const raced = need === 'n'
  const waits = raced ? { first: Math.min(n, branches.length), rest } : {}
  return {
    nodes: [
      ...branches.map(({ name, model, prompt: system }, i) =>
        agentNode(
          `branch-${i + 1}`,
          { model, system, prompt: prompt || '{{ input }}' },
          { title: numbered(i, name), policy: { onError: raced ? 'fail' : 'port' } },
        ),
      ),
      {
        id: 'gather',
        kind: 'pattern-gather',
        params: { members: namesOf(branches), ...waits, ...(deadlineMs === undefined ? {} : { deadlineMs }) },
      },
      { id: 'merge', kind: 'fork-join-merge', params: { need, merge, onConflict } },
      { id: 'report', kind: 'fork-join-report', params: {} },
      ...(merge === 'agent' ? [agentNode('merger', { model: merger.model, system: mergerSystem })] : []),
    ],
    edges: wires(
      ...ids.map((id) => `@.in>${id}.in`),
      ...gathered(ids, 'gather', !raced),
      'gather.outcomes>merge.outcomes',
      'gather.byName>report.in',
      'report.byBranch>@.byBranch',
      'report.record>@.record',
      ...(merge === 'agent' ? ['merge.out>merger.in', 'merger.out>@.merged'] : ['merge.out>@.merged']),
    ),
  }
}

const mergerSystem =
  'You merge the results of several people who worked on the same thing. Begin with what matters most, leave out repetitions, say where they contradict each other, end with what to do next.'
