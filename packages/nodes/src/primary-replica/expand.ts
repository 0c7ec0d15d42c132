import type { Body } from '@quorum/engine'
import { agentNode, itemAgent, numbered, toPort, wires } from '../pattern/body.ts'
import { gathered } from '../pattern/gather.ts'
import type { Params } from './definition.ts'

export function expand(params: Params): Body {
  return params.mode === 'partition' || params.mode === 'standby' ? inParts(params) : toAll(params)
}

/**
 * job → split → rounds (loop of: assign → replicas (pool) → settle) → combine → close. In a standby round only the
 * primary works, on the next part; else all parts without a result are at work.
 */
function inParts(params: Params): Body {
  const { mode, prompt, replicas, worker, split, partSize, combine, combiner, leaseMs, respawn } = params
  const standby = mode === 'standby'
  return {
    nodes: [
      // A list must stay one, so the job is only made a text if its own text says so.
      ...(prompt === '{{ input }}' || prompt === '' ? [] : [{ id: 'job', kind: 'template', params: { text: prompt } }]),
      { id: 'split', kind: 'primary-replica-split', params: { replicas, split, partSize } },
      { id: 'rounds', kind: 'loop', params: { mode: 'until', when: 'state.done', maxIterations: 10_000 } },
      {
        id: 'assign',
        kind: 'primary-replica-assign',
        parent: 'rounds',
        params: { standby, model: worker.model ?? '', system: worker.prompt },
      },
      {
        id: 'replicas',
        kind: 'pool',
        parent: 'rounds',
        params: { concurrency: replicas, maxItems: 100_000, failure: 'collect' },
      },
      {
        ...itemAgent('replica', 'replicas'),
        policy: { attempts: 1, timeoutMs: leaseMs },
      },
      { id: 'settle', kind: 'primary-replica-settle', parent: 'rounds', params: { standby, replicas, respawn } },
      { id: 'combine', kind: 'primary-replica-combine', params: { combine } },
      ...(combine === 'agent' ? [agentNode('combiner', { model: combiner.model, system: combiner.prompt })] : []),
      { id: 'close', kind: 'primary-replica-close', params: {} },
    ],
    edges: wires(
      ...(prompt === '{{ input }}' || prompt === '' ? ['@.in>split.in'] : ['@.in>job.in', 'job.out>split.in']),
      'split.state>rounds.in',
      'rounds.state>assign.state',
      'assign.items>replicas.in',
      'replicas.item>replica.in',
      'replica.out>replicas.result',
      'assign.state>settle.state',
      'replicas.outcomes>settle.outcomes',
      'settle.state>rounds.result',
      'rounds.out>combine.state',
      ...(combine === 'agent' ? ['combine.prompt>combiner.in', 'combiner.out>@.result'] : ['combine.out>@.result']),
      'rounds.out>close.state',
      'close.parts>@.parts',
      'close.primary>@.primary',
      'close.failovers>@.failovers',
      'close.record>@.record',
    ),
  }
}

/** job → the replicas → gather → choose. */
function toAll({ mode, prompt, replicas, worker, versions, leaseMs }: Params): Body {
  const race = mode === 'redundant'
  const members = race
    ? Array.from({ length: replicas }, (_, i) => ({ ...worker, name: `Replica ${i + 1}` }))
    : versions
  const ids = members.map((_, i) => `replica-${i + 1}`)
  return {
    nodes: [
      { id: 'job', kind: 'template', params: { text: prompt || '{{ input }}' } },
      ...members.map(({ name, model, prompt: system }, i) =>
        agentNode(
          `replica-${i + 1}`,
          { model, system },
          {
            title: numbered(i, name),
            policy: race ? { onError: 'fail', timeoutMs: leaseMs } : { ...toPort.policy, timeoutMs: leaseMs },
          },
        ),
      ),
      {
        id: 'gather',
        kind: 'pattern-gather',
        params: { members: members.map(({ name }) => name), ...(race ? { first: 1, rest: 'cancel' } : {}) },
      },
      { id: 'choose', kind: 'primary-replica-choose', params: { race } },
    ],
    edges: wires(
      '@.in>job.in',
      ...ids.map((id) => `job.out>${id}.in`),
      ...gathered(ids, 'gather', !race),
      'gather.outcomes>choose.outcomes',
      'choose.result>@.result',
      'choose.parts>@.parts',
      'choose.primary>@.primary',
      'choose.failovers>@.failovers',
      'choose.record>@.record',
    ),
  }
}
