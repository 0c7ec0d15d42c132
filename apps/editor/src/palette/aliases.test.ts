import { expect, test } from 'vitest'
import { kinds } from './kinds.ts'
import { searchKinds } from './search.ts'

const found = (query: string) => searchKinds(kinds, query).map(({ kind }) => kind)
const names = kinds.flatMap(({ kind, title, aliases }) =>
  [kind, title, ...aliases].map((name) => [name, kind] as const),
)

test.each(names)('the palette finds “%s”: %s', (name, kind) => {
  const at = found(name).indexOf(kind)
  expect(at).toBeGreaterThanOrEqual(0)
  // Above it there is none but those that go by that very name, too.
  const sharing = new Set(names.flatMap(([other, of]) => (other.toLowerCase() === name.toLowerCase() ? [of] : [])))
  expect(at).toBeLessThan(sharing.size)
})

/** Names in the two source lists and in public catalogues of patterns (CATALOGUE §3 and §5.29), and ours for each. */
test.each([
  ['Sequential Pipeline', 'pipeline'],
  ['prompt chaining', 'pipeline'],
  ['sequential', 'pipeline'],
  ['guardrails', 'waterfall'],
  ['Fan-out / Fan-in', 'fan-out'],
  ['sectioning', 'fork-join'],
  ['concurrent', 'fork-join'],
  ['parallel', 'fork-join'],
  ['LLM Council', 'council'],
  ['Peer Collaboration', 'council'],
  ['orchestrator-workers', 'supervisor'],
  ['Coordinator', 'coordinator-specialist'],
  ['master-slave', 'primary-replica'],
  ['leader-follower', 'primary-replica'],
  ['divide and conquer', 'recursive-delegation'],
  ['hierarchical decomposition', 'recursive-orchestration'],
  ['Self-Healing Workflow', 'self-healing'],
  ['parallel pipelines', 'parallel-pipeline'],
  ['Swarm Intelligence', 'swarm'],
  ['ant colony', 'swarm'],
  ['augmented model', 'agent'],
  ['autonomous agent', 'agent'],
  ['single agent', 'agent'],
  ['ReAct', 'agent'],
  ['routing', 'router'],
  ['handoffs', 'handoff'],
  ['transfer', 'handoff'],
  ['agents as tools', 'agents-as-tools'],
  ['round-robin', 'group-chat'],
  ['roundtable', 'group-chat'],
  ['Magentic-One', 'magentic'],
  ['maker-checker', 'evaluator-optimizer'],
  ['reflection', 'evaluator-optimizer'],
  ['review and critique', 'evaluator-optimizer'],
  ['iterative refinement', 'evaluator-optimizer'],
  ['plan and solve', 'plan-and-execute'],
  ['voting', 'self-consistency'],
  ['tournament', 'best-of-n'],
  ['moa', 'mixture-of-agents'],
  ['escalation ladder', 'cascade'],
  ['human in the loop', 'approval'],
  ['saga orchestration', 'saga'],
  ['shared board', 'blackboard'],
  ['contract net', 'auction'],
  ['network', 'publish-subscribe'],
  ['choreography', 'publish-subscribe'],
  ['mesh', 'publish-subscribe'],
  ['tree of thoughts', 'tree-search'],
  ['streaming pipeline', 'assembly-line'],
  ['rate limiter', 'circuit-breaker'],
  ['canary', 'champion-challenger'],
  ['observer', 'watchdog'],
  ['simulation', 'simulated-run'],
])('“%s” of another catalogue finds %s', (name, kind) => {
  expect(found(name)).toContain(kind)
})
