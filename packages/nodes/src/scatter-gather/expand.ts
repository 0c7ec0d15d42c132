import type { Body } from '@quorum/engine'
import { agentNode, numbered, toPort, wires } from '../pattern/body.ts'
import { gathered } from '../pattern/gather.ts'
import { labelsOf, rankingSchema } from '../pattern/judging.ts'
import { namesOf } from '../pattern/people.ts'
import type { Params } from './definition.ts'

export function expand(params: Params): Body {
  const { agents, prompt, timeoutMs, strategy } = params
  const ids = agents.map((_, i) => `agent-${i + 1}`)
  const nodes = agents.map(({ name, model, prompt: system }, i) =>
    agentNode(
      `agent-${i + 1}`,
      { model, system, prompt: prompt || '{{ input }}' },
      { title: numbered(i, name), policy: { onError: 'port', timeoutMs } },
    ),
  )
  const fed = ids.map((id) => `@.in>${id}.in`)
  if (strategy === 'first') return racing(nodes, ids, fed, namesOf(agents))
  const gather = { id: 'gather', kind: 'pattern-gather', params: { members: namesOf(agents) } }
  const edges = [...fed, ...gathered(ids, 'gather'), 'gather.outcomes>@.all']
  return strategy === 'best' ? judged([...nodes, gather], edges, params) : agreeing([...nodes, gather], edges, params)
}

/** Everything leads to the race and nowhere else, so that it can stop whoever is still on the way. */
function racing(
  nodes: Body['nodes'],
  ids: readonly string[],
  fed: readonly string[],
  members: readonly string[],
): Body {
  return {
    nodes: [
      ...nodes,
      { id: 'lost', kind: 'scatter-gather-lost', params: { members } },
      { id: 'race', kind: 'scatter-gather-race', params: { members } },
    ],
    edges: wires(
      ...fed,
      ...ids.flatMap((id, i) => [`${id}.out>race.m${i}`, `${id}.error>lost.e${i}`]),
      'lost.out>race.lost',
      'race.result>@.result',
      'race.all>@.all',
      'race.agreement>@.agreement',
      'race.record>@.record',
    ),
  }
}

function judged(nodes: Body['nodes'], edges: readonly string[], { agents, prompt, judge, minAnswers }: Params): Body {
  const system = `You judge answers to one request. They carry labels; who wrote them is not known. ${judge.criteria}\n\nRank the labels you are shown, best first.`
  return {
    nodes: [
      ...nodes,
      { id: 'request', kind: 'template', params: { text: prompt || '{{ input }}' } },
      { id: 'ballot', kind: 'scatter-gather-ballot', params: { minAnswers: Math.min(minAnswers, agents.length) } },
      agentNode('judge', { model: judge.model, system, schema: rankingSchema(labelsOf(agents.length)) }, toPort),
      { id: 'best', kind: 'scatter-gather-best', params: {} },
    ],
    edges: wires(
      ...edges,
      'gather.outcomes>ballot.outcomes',
      '@.in>request.in',
      'request.out>ballot.request',
      'ballot.prompt>judge.in',
      'gather.outcomes>best.outcomes',
      // One of the three comes: the ranking, why there is none, or that there was nothing to compare.
      'judge.out>best.judged',
      'judge.error>best.judged',
      'ballot.alone>best.judged',
      'best.result>@.result',
      'best.agreement>@.agreement',
      'best.record>@.record',
    ),
  }
}

function agreeing(nodes: Body['nodes'], edges: readonly string[], params: Params): Body {
  const { agents, minAnswers, quorum, equivalence, onNoConsensus } = params
  return {
    nodes: [
      ...nodes,
      {
        id: 'consensus',
        kind: 'scatter-gather-consensus',
        params: { minAnswers: Math.min(minAnswers, agents.length), quorum, equivalence, onNoConsensus },
      },
    ],
    edges: wires(
      ...edges,
      'gather.outcomes>consensus.outcomes',
      'consensus.result>@.result',
      'consensus.agreement>@.agreement',
      'consensus.record>@.record',
    ),
  }
}
