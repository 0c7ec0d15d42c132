import { type Body, completed, failed, type NodeBehaviour, type Outcome, textOf, type Value } from '@quorum/engine'
import { agentNode, numbered, toPort } from './body.ts'
import { gathered } from './gather.ts'
import { asValue, fromPiece, type PartOutcome, reasonsOf } from './json.ts'
import { namesOf, type Person } from './people.ts'

/** What layers of agents hand on: the task, and what each layer said. */
export type Layers = { readonly task: string; readonly layers: readonly (readonly PartOutcome[])[] }

/**
 * `rows` layers of the same people, each drawn: layer `i` is asked what the piece before it made of all layers so far.
 * That piece is of the kind `mix`, with inputs `state`, `outcomes` and outputs `prompt`, `state`; `begin` starts it.
 */
export function layered(
  rows: number,
  people: readonly Person[],
  mix: string,
  systemOf: (row: number, person: Person) => string,
): { readonly nodes: Body['nodes']; readonly wires: readonly string[]; readonly last: string } {
  const before = (row: number) => (row === 0 ? 'begin' : `mix-${row}`)
  const nodes: Body['nodes'][number][] = []
  const wires: string[] = []
  for (let row = 0; row < rows; row++) {
    const ids = people.map((_, i) => `agent-${row + 1}-${i + 1}`)
    const [gather, mixing] = [`gather-${row + 1}`, `mix-${row + 1}`]
    nodes.push(
      ...people.map((person, i) =>
        agentNode(
          `agent-${row + 1}-${i + 1}`,
          { model: person.model, system: systemOf(row, person), prompt: '{{ input }}' },
          { title: `${row + 1}.${numbered(i, person.name)}`, ...toPort },
        ),
      ),
      { id: gather, kind: 'pattern-gather', params: { members: namesOf(people) } },
      { id: mixing, kind: mix, params: { row } },
    )
    wires.push(
      ...ids.map((id) => `${before(row)}.prompt>${id}.in`),
      ...gathered(ids, gather),
      `${gather}.outcomes>${mixing}.outcomes`,
      `${before(row)}.state>${mixing}.state`,
    )
  }
  return { nodes, wires, last: before(rows) }
}

export const beginLayers = (value: Value): Outcome => {
  const task = textOf(value)
  return completed({ prompt: task, state: asValue({ task, layers: [] } satisfies Layers) })
}

/** One layer more; without any answer in it there is nothing to go on with. */
export const mixLayers = <P>(promptOf: (said: Layers, params: P) => string): NodeBehaviour<P> => ({
  inTurn(params, { ports }) {
    const { task, layers } = fromPiece<Layers>(ports.state)
    const outcomes = fromPiece<readonly PartOutcome[]>(ports.outcomes)
    if (outcomes.every(({ status }) => status !== 'ok'))
      return failed('all-failed', `Nobody in layer ${layers.length + 1} answered. ${reasonsOf(outcomes)}`)
    const said: Layers = { task, layers: [...layers, outcomes] }
    return completed({ prompt: promptOf(said, params), state: asValue(said) })
  },
})
