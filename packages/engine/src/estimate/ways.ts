import type { BodyPlan, NodePlan } from '../flow/compile.ts'
import type { Chances } from '../node.ts'
import { within } from './asking.ts'
import type { Assumptions } from './assumptions.ts'
import type { Choice } from './paths.ts'
import { percent } from './words.ts'

const almostSure = 1 - 1e-9
/** That a loop ends by running out of rounds. */
const limitChance = 0.05

/** Where a node sends on, and how often. `known`: people see it by its name, so it may have figures of its own. */
export function choiceOf(node: NodePlan, plan: BodyPlan, known: boolean, assumptions: Assumptions): Choice {
  const { definition, params, connected } = node
  const given = definition.chances?.(params, connected)
  const outputs = definition.ports(params).outputs.map(({ id }) => id)
  // Of a kind with several ways out that says nothing of them, none is sure.
  const likely = outputs.length > 1 ? outputs.map((id): [string, number] => [id, almostSure]) : []
  if (!given && !definition.mayLoopBack) return { exclusive: false, ports: new Map(likely) }
  const all = given ?? equalShares(outputs)
  const ports = known ? ways(node, plan, all, assumptions) : new Map(Object.entries(all.ports))
  if (node.group > 0 && connected.has('limit')) ports.set('limit', limitChance)
  return { exclusive: all.exclusive, ports }
}

/** The ways out with what people or earlier runs say of them; of those that exclude each other the others share the rest. */
function ways(node: NodePlan, plan: BodyPlan, all: Chances, assumptions: Assumptions): Map<string, number> {
  const ports = new Map(Object.entries(all.ports))
  const open = [...ports].filter(([, chance]) => chance > 0 && chance < almostSure)
  // Of two ways one tells the other, unless that was set.
  const last = all.exclusive ? open.at(-1)?.[0] : undefined
  const known = new Map<string, number>()
  let whole = open.reduce((sum, [, chance]) => sum + chance, 0)
  let left = 1 - (all.exclusive ? 0 : whole)
  for (const [port, chance] of open) {
    if (port === last && known.size === open.length - 1) break
    const value = assumptions.take({
      name: 'way',
      part: port,
      node,
      own: true,
      unit: 'share',
      fallback: all.exclusive && whole > 0 ? (left * chance) / whole : chance,
      measured: taken(node, plan, port, assumptions),
      text: (share) => `“${node.title}” sends on by “${port}” in ${percent(share)} of cases.`,
    })
    const share = within(value, 0, all.exclusive ? left : 1)
    known.set(port, share)
    left -= share
    whole -= chance
  }
  if (last !== undefined && !known.has(last)) known.set(last, Math.max(0, left))
  return new Map([...ports, ...known])
}

/** How often earlier runs took this way out, where what lies behind it is reached by no other. */
function taken(node: NodePlan, plan: BodyPlan, port: string, assumptions: Assumptions): number | undefined {
  const runs = assumptions.history(node.id, true)?.activations
  const only = node.outs.find(
    (edge) => edge.sourcePort === port && !edge.back && edge.target >= 0 && plan.nodes[edge.target]?.ins.length === 1,
  )
  const behind = only && plan.nodes[only.target]
  const followed = behind && assumptions.history(behind.id, true)?.activations
  return runs && followed !== undefined && node.group === 0 ? within(followed / runs, 0, 1) : undefined
}

function equalShares(ports: readonly string[]): Chances {
  const open = ports.filter((port) => port !== 'limit' && port !== 'error')
  return { exclusive: true, ports: Object.fromEntries(open.map((port) => [port, 1 / open.length])) }
}
