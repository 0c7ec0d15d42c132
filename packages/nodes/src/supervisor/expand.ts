import type { Body } from '@quorum/engine'
import { agentNode, wires } from '../pattern/body.ts'
import { planSchema } from '../pattern/plan.ts'
import type { Params } from './definition.ts'

/** job → plan → tasks → workers (pool) → report → result. */
export function expand(params: Params): Body {
  const { prompt, supervisor, worker, aggregator, workers, maxTasks, taskAttempts, stallMs, aggregateOnPartial } =
    params
  return {
    nodes: [
      { id: 'job', kind: 'template', params: { text: prompt || '{{ input }}' } },
      agentNode('plan', { model: supervisor.model, system: supervisor.prompt, schema: planSchema }),
      { id: 'tasks', kind: 'supervisor-tasks', params: { maxTasks } },
      { id: 'workers', kind: 'pool', params: { concurrency: workers, maxItems: maxTasks, failure: 'collect' } },
      agentNode(
        'worker',
        { model: worker.model, system: worker.prompt, prompt: '{{ item }}' },
        { parent: 'workers', policy: { attempts: taskAttempts, timeoutMs: stallMs } },
      ),
      { id: 'report', kind: 'supervisor-report', params: { aggregateOnPartial } },
      { id: 'list', kind: 'supervisor-list', params: {} },
      agentNode('result', { model: aggregator.model, system: aggregator.prompt }),
    ],
    edges: wires(
      '@.in>job.in',
      'job.out>plan.in',
      'plan.out>tasks.plan',
      'tasks.items>workers.in',
      'workers.item>worker.in',
      'worker.out>workers.result',
      'job.out>report.job',
      'tasks.tasks>report.tasks',
      'workers.outcomes>report.outcomes',
      'tasks.tasks>list.tasks',
      'workers.outcomes>list.outcomes',
      'report.prompt>result.in',
      'result.out>@.result',
      'list.tasks>@.tasks',
      'list.outcomes>@.outcomes',
      'list.record>@.record',
    ),
  }
}
