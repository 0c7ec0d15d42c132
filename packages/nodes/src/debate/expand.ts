import type { Body } from '@quorum/engine'
import { agentNode, wires } from '../pattern/body.ts'
import { layered } from '../pattern/layers.ts'
import type { Params } from './definition.ts'

/** question → begin → (debaters → gather → floor) per round → judge → close. */
export function expand({ debaters, question, rounds, judge }: Params): Body {
  const layers = layered(rounds + 1, debaters, 'debate-floor', (row, { name, prompt }) =>
    [
      prompt,
      `In this debate you are ${name}.`,
      row === 0
        ? 'Give your opening statement in at most five sentences.'
        : 'Answer what the others said: quote the point you attack, defend your own, at most five sentences. Keep to what is true.',
    ].join('\n\n'),
  )
  return {
    nodes: [
      { id: 'question', kind: 'template', params: { text: question || '{{ input }}' } },
      { id: 'begin', kind: 'debate-begin', params: {} },
      ...layers.nodes,
      agentNode('judge', { model: judge.model, system: judge.prompt }),
      { id: 'close', kind: 'debate-close', params: {} },
    ],
    edges: wires(
      '@.in>question.in',
      'question.out>begin.in',
      ...layers.wires,
      `${layers.last}.prompt>judge.in`,
      `${layers.last}.state>close.state`,
      'judge.out>close.verdict',
      'close.verdict>@.verdict',
      'close.transcript>@.transcript',
      'close.record>@.record',
    ),
  }
}
