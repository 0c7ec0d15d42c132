import type { NodeDefinition } from '@quorum/engine'
import { adaptiveVote } from './adaptive-vote/definition.ts'
import { agent } from './agent/definition.ts'
import { agentsAsTools } from './agents-as-tools/definition.ts'
import { approval } from './approval/definition.ts'
import { assemblyLine } from './assembly-line/definition.ts'
import { auction } from './auction/definition.ts'
import { batchJob } from './batch-job/definition.ts'
import { bestOfN } from './best-of-n/definition.ts'
import { blackboard } from './blackboard/definition.ts'
import { branch } from './branch/definition.ts'
import { call } from './call/definition.ts'
import { cascade } from './cascade/definition.ts'
import { chainOfResponsibility } from './chain-of-responsibility/definition.ts'
import { chainOfVerification } from './chain-of-verification/definition.ts'
import { championChallenger } from './champion-challenger/definition.ts'
import { circuitBreaker } from './circuit-breaker/definition.ts'
import { code } from './code/definition.ts'
import { coordinatorSpecialist } from './coordinator-specialist/definition.ts'
import { council } from './council/definition.ts'
import { debate } from './debate/definition.ts'
import { dynamicSpawning } from './dynamic-spawning/definition.ts'
import { elasticScaling } from './elastic-scaling/definition.ts'
import { evaluatorOptimizer } from './evaluator-optimizer/definition.ts'
import { fanOut } from './fan-out/definition.ts'
import { file } from './file/definition.ts'
import { fork } from './fork/definition.ts'
import { forkJoin } from './fork-join/definition.ts'
import { gate } from './gate/definition.ts'
import { groupChat } from './group-chat/definition.ts'
import { guard } from './guard/definition.ts'
import { handoff } from './handoff/definition.ts'
import { hedgedRequest } from './hedged-request/definition.ts'
import { http } from './http/definition.ts'
import { input } from './input/definition.ts'
import { join } from './join/definition.ts'
import { loadBalancing } from './load-balancing/definition.ts'
import { loop } from './loop/definition.ts'
import { magentic } from './magentic/definition.ts'
import { maker } from './maker/definition.ts'
import { mapReduce } from './map-reduce/definition.ts'
import { mcpTool } from './mcp-tool/definition.ts'
import { memoisedStep } from './memoised-step/definition.ts'
import { memory } from './memory/definition.ts'
import { mixtureOfAgents } from './mixture-of-agents/definition.ts'
import { output } from './output/definition.ts'
import { parallelPipeline } from './parallel-pipeline/definition.ts'
import { pieces } from './pieces.ts'
import { pipeline } from './pipeline/definition.ts'
import { planAndExecute } from './plan-and-execute/definition.ts'
import { pool } from './pool/definition.ts'
import { primaryReplica } from './primary-replica/definition.ts'
import { publishSubscribe } from './publish-subscribe/definition.ts'
import { quorumApproval } from './quorum-approval/definition.ts'
import { recursiveDelegation } from './recursive-delegation/definition.ts'
import { recursiveOrchestration } from './recursive-orchestration/definition.ts'
import { router } from './router/definition.ts'
import { saga } from './saga/definition.ts'
import { scatterGather } from './scatter-gather/definition.ts'
import { scoutPlanBuildReview } from './scout-plan-build-review/definition.ts'
import { selfConsistency } from './self-consistency/definition.ts'
import { selfHealing } from './self-healing/definition.ts'
import { simulatedRun } from './simulated-run/definition.ts'
import { supervisor } from './supervisor/definition.ts'
import { swarm } from './swarm/definition.ts'
import { template } from './template/definition.ts'
import { todoneBoard } from './todone-board/definition.ts'
import { treeSearch } from './tree-search/definition.ts'
import { vote } from './vote/definition.ts'
import { wait } from './wait/definition.ts'
import { watchdog } from './watchdog/definition.ts'
import { waterfall } from './waterfall/definition.ts'
import { webPage } from './web-page/definition.ts'
import { workStealingQueue } from './work-stealing-queue/definition.ts'

export type { Field } from './input/definition.ts'
export { checkInput, type InputIssue, inputFields } from './input/fields.ts'
export { keyPatterns, pastedKeys } from './pastedKeys.ts'

/** One line per kind, in the order of the palette, and what composites are made of. */
export const byKind = {
  input,
  output,
  agent,
  template,
  code,
  http,
  'web-page': webPage,
  file,
  'mcp-tool': mcpTool,
  fork,
  join,
  branch,
  gate,
  vote,
  'adaptive-vote': adaptiveVote,
  council,
  maker,
  pipeline,
  'parallel-pipeline': parallelPipeline,
  'fork-join': forkJoin,
  'map-reduce': mapReduce,
  'scatter-gather': scatterGather,
  router,
  'evaluator-optimizer': evaluatorOptimizer,
  'chain-of-verification': chainOfVerification,
  'self-consistency': selfConsistency,
  'best-of-n': bestOfN,
  debate,
  'mixture-of-agents': mixtureOfAgents,
  cascade,
  supervisor,
  'plan-and-execute': planAndExecute,
  magentic,
  'tree-search': treeSearch,
  'assembly-line': assemblyLine,
  blackboard,
  'publish-subscribe': publishSubscribe,
  'simulated-run': simulatedRun,
  auction,
  'champion-challenger': championChallenger,
  'group-chat': groupChat,
  handoff,
  'primary-replica': primaryReplica,
  'recursive-delegation': recursiveDelegation,
  'recursive-orchestration': recursiveOrchestration,
  swarm,
  'agents-as-tools': agentsAsTools,
  'coordinator-specialist': coordinatorSpecialist,
  waterfall,
  'chain-of-responsibility': chainOfResponsibility,
  'scout-plan-build-review': scoutPlanBuildReview,
  pool,
  'fan-out': fanOut,
  'todone-board': todoneBoard,
  'work-stealing-queue': workStealingQueue,
  'dynamic-spawning': dynamicSpawning,
  'elastic-scaling': elasticScaling,
  'load-balancing': loadBalancing,
  'hedged-request': hedgedRequest,
  'batch-job': batchJob,
  loop,
  guard,
  'self-healing': selfHealing,
  'circuit-breaker': circuitBreaker,
  'memoised-step': memoisedStep,
  watchdog,
  memory,
  saga,
  'quorum-approval': quorumApproval,
  call,
  wait,
  approval,
  ...pieces,
} satisfies Record<string, NodeDefinition>

/** Every kind, hidden ones included. */
export const definitions: readonly NodeDefinition[] = Object.values(byKind)

export function definitionOf(kind: string): NodeDefinition | undefined {
  return Object.hasOwn(byKind, kind) ? byKind[kind as keyof typeof byKind] : undefined
}
