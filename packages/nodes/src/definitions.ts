import type { NodeDefinition } from '@quorum/engine'
import { adaptiveVote } from './adaptive-vote/definition.ts'
import { agent } from './agent/definition.ts'
import { agentsAsTools } from './agents-as-tools/definition.ts'
import { approval } from './approval/definition.ts'
import { assemblyLine } from './assembly-line/definition.ts'
import { pieces as assemblyLinePieces } from './assembly-line/pieces.ts'
import { auction } from './auction/definition.ts'
import { pieces as auctionPieces } from './auction/pieces.ts'
import { batchJob } from './batch-job/definition.ts'
import { bestOfN } from './best-of-n/definition.ts'
import * as bestOfNPieces from './best-of-n/pieces.ts'
import { blackboard } from './blackboard/definition.ts'
import { pieces as blackboardPieces } from './blackboard/pieces.ts'
import { branch } from './branch/definition.ts'
import { call } from './call/definition.ts'
import { cascade } from './cascade/definition.ts'
import * as cascadePieces from './cascade/pieces.ts'
import { chainOfResponsibility } from './chain-of-responsibility/definition.ts'
import * as chainOfResponsibilityPieces from './chain-of-responsibility/pieces.ts'
import { championChallenger } from './champion-challenger/definition.ts'
import { pieces as championChallengerPieces } from './champion-challenger/pieces.ts'
import { circuitBreaker } from './circuit-breaker/definition.ts'
import { code } from './code/definition.ts'
import { coordinatorSpecialist } from './coordinator-specialist/definition.ts'
import * as coordinatorSpecialistPieces from './coordinator-specialist/pieces.ts'
import { council } from './council/definition.ts'
import * as councilStages from './council/stages.ts'
import { debate } from './debate/definition.ts'
import * as debatePieces from './debate/pieces.ts'
import { dynamicSpawning } from './dynamic-spawning/definition.ts'
import { elasticScaling } from './elastic-scaling/definition.ts'
import { evaluatorOptimizer } from './evaluator-optimizer/definition.ts'
import * as evaluatorOptimizerPieces from './evaluator-optimizer/pieces.ts'
import { fanOut } from './fan-out/definition.ts'
import { file } from './file/definition.ts'
import { fork } from './fork/definition.ts'
import { forkJoin } from './fork-join/definition.ts'
import * as forkJoinPieces from './fork-join/pieces.ts'
import { gate } from './gate/definition.ts'
import { groupChat } from './group-chat/definition.ts'
import { pieces as groupChatPieces } from './group-chat/pieces.ts'
import { guard } from './guard/definition.ts'
import { handoff } from './handoff/definition.ts'
import { pieces as handoffPieces } from './handoff/pieces.ts'
import { hedgedRequest } from './hedged-request/definition.ts'
import { http } from './http/definition.ts'
import { input } from './input/definition.ts'
import { join } from './join/definition.ts'
import { loadBalancing } from './load-balancing/definition.ts'
import { loop } from './loop/definition.ts'
import { magentic } from './magentic/definition.ts'
import { pieces as magenticPieces } from './magentic/pieces.ts'
import { maker } from './maker/definition.ts'
import * as makerPieces from './maker/pieces.ts'
import { mapReduce } from './map-reduce/definition.ts'
import * as mapReducePieces from './map-reduce/pieces.ts'
import { mcpTool } from './mcp-tool/definition.ts'
import { memoisedStep } from './memoised-step/definition.ts'
import { memory } from './memory/definition.ts'
import { mixtureOfAgents } from './mixture-of-agents/definition.ts'
import * as mixtureOfAgentsPieces from './mixture-of-agents/pieces.ts'
import { output } from './output/definition.ts'
import { parallelPipeline } from './parallel-pipeline/definition.ts'
import { pieces as parallelPipelinePieces } from './parallel-pipeline/pieces.ts'
import { gather } from './pattern/gather.ts'
import { pipeline } from './pipeline/definition.ts'
import * as pipelinePieces from './pipeline/pieces.ts'
import { planAndExecute } from './plan-and-execute/definition.ts'
import { pieces as planAndExecutePieces } from './plan-and-execute/pieces.ts'
import { pool } from './pool/definition.ts'
import { primaryReplica } from './primary-replica/definition.ts'
import { pieces as primaryReplicaPieces } from './primary-replica/pieces.ts'
import { publishSubscribe } from './publish-subscribe/definition.ts'
import { pieces as publishSubscribePieces } from './publish-subscribe/pieces.ts'
import { quorumApproval } from './quorum-approval/definition.ts'
import * as quorumApprovalPieces from './quorum-approval/pieces.ts'
import { recursiveDelegation } from './recursive-delegation/definition.ts'
import { pieces as recursiveDelegationPieces } from './recursive-delegation/pieces.ts'
import { recursiveOrchestration } from './recursive-orchestration/definition.ts'
import { pieces as recursiveOrchestrationPieces } from './recursive-orchestration/pieces.ts'
import { router } from './router/definition.ts'
import * as routerPieces from './router/pieces.ts'
import { saga } from './saga/definition.ts'
import * as sagaPieces from './saga/pieces.ts'
import { scatterGather } from './scatter-gather/definition.ts'
import * as scatterGatherPieces from './scatter-gather/pieces.ts'
import { scoutPlanBuildReview } from './scout-plan-build-review/definition.ts'
import * as scoutPlanBuildReviewPieces from './scout-plan-build-review/pieces.ts'
import { selfConsistency } from './self-consistency/definition.ts'
import * as selfConsistencyPieces from './self-consistency/pieces.ts'
import { selfHealing } from './self-healing/definition.ts'
import { simulatedRun } from './simulated-run/definition.ts'
import { supervisor } from './supervisor/definition.ts'
import * as supervisorPieces from './supervisor/pieces.ts'
import { swarm } from './swarm/definition.ts'
import { pieces as swarmPieces } from './swarm/pieces.ts'
import { template } from './template/definition.ts'
import { todoneBoard } from './todone-board/definition.ts'
import { treeSearch } from './tree-search/definition.ts'
import { pieces as treeSearchPieces } from './tree-search/pieces.ts'
import { vote } from './vote/definition.ts'
import { wait } from './wait/definition.ts'
import { watchdog } from './watchdog/definition.ts'
import { waterfall } from './waterfall/definition.ts'
import * as waterfallPieces from './waterfall/pieces.ts'
import { webPage } from './web-page/definition.ts'
import { workStealingQueue } from './work-stealing-queue/definition.ts'

export type { Field } from './input/definition.ts'
export { checkInput, type InputIssue, inputFields } from './input/fields.ts'
export { keyPatterns, pastedKeys } from './pastedKeys.ts'

/** One line per kind, in the order of the palette. The last lines are what composites are made of. */
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
  'saga-turn': sagaPieces.turn,
  'saga-pick': sagaPieces.pick,
  'saga-fold': sagaPieces.fold,
  'saga-close': sagaPieces.close,
  'quorum-approval-begin': quorumApprovalPieces.begin,
  'quorum-approval-wave': quorumApprovalPieces.wave,
  'quorum-approval-fold': quorumApprovalPieces.fold,
  'quorum-approval-close': quorumApprovalPieces.close,
  'council-open': councilStages.open,
  'council-member': councilStages.member,
  'council-anonymise': councilStages.anonymise,
  'council-reviewer': councilStages.reviewer,
  'council-ballots': councilStages.ballots,
  'council-reviser': councilStages.reviser,
  'council-brief': councilStages.brief,
  'council-chair': councilStages.chair,
  'council-close': councilStages.close,
  'pattern-gather': gather,
  ...planAndExecutePieces,
  ...magenticPieces,
  ...treeSearchPieces,
  ...auctionPieces,
  ...assemblyLinePieces,
  ...blackboardPieces,
  ...publishSubscribePieces,
  ...championChallengerPieces,
  ...groupChatPieces,
  ...handoffPieces,
  ...primaryReplicaPieces,
  ...recursiveDelegationPieces,
  ...recursiveOrchestrationPieces,
  ...swarmPieces,
  ...parallelPipelinePieces,
  'pipeline-begin': pipelinePieces.begin,
  'pipeline-take': pipelinePieces.take,
  'pipeline-close': pipelinePieces.close,
  'pipeline-trace': pipelinePieces.trace,
  'fork-join-merge': forkJoinPieces.merge,
  'fork-join-report': forkJoinPieces.report,
  'map-reduce-chunk': mapReducePieces.chunk,
  'map-reduce-cover': mapReducePieces.cover,
  'map-reduce-report': mapReducePieces.report,
  'map-reduce-group': mapReducePieces.group,
  'map-reduce-fold': mapReducePieces.fold,
  'map-reduce-close': mapReducePieces.close,
  'scatter-gather-lost': scatterGatherPieces.allFailed,
  'scatter-gather-race': scatterGatherPieces.race,
  'scatter-gather-ballot': scatterGatherPieces.ballot,
  'scatter-gather-best': scatterGatherPieces.best,
  'scatter-gather-consensus': scatterGatherPieces.consensus,
  'router-classify': routerPieces.classify,
  'router-dial': routerPieces.dial,
  'router-told': routerPieces.told,
  'evaluator-optimizer-begin': evaluatorOptimizerPieces.begin,
  'evaluator-optimizer-fold': evaluatorOptimizerPieces.fold,
  'evaluator-optimizer-close': evaluatorOptimizerPieces.close,
  'maker-begin': makerPieces.begin,
  'maker-ask': makerPieces.ask,
  'maker-margin': makerPieces.margin,
  'maker-steps': makerPieces.steps,
  'maker-vote': makerPieces.stepVote,
  'maker-decide': makerPieces.decide,
  'maker-close': makerPieces.close,
  'self-consistency-begin': selfConsistencyPieces.begin,
  'self-consistency-wave': selfConsistencyPieces.wave,
  'self-consistency-fold': selfConsistencyPieces.fold,
  'self-consistency-box': selfConsistencyPieces.box,
  'self-consistency-close': selfConsistencyPieces.close,
  'best-of-n-copies': bestOfNPieces.copies,
  'best-of-n-lay': bestOfNPieces.lay,
  'best-of-n-pick': bestOfNPieces.pick,
  'best-of-n-pair': bestOfNPieces.pair,
  'best-of-n-match': bestOfNPieces.match,
  'debate-begin': debatePieces.begin,
  'debate-floor': debatePieces.floor,
  'debate-close': debatePieces.close,
  'mixture-of-agents-begin': mixtureOfAgentsPieces.begin,
  'mixture-of-agents-mix': mixtureOfAgentsPieces.mix,
  'mixture-of-agents-close': mixtureOfAgentsPieces.close,
  'cascade-begin': cascadePieces.begin,
  'cascade-weigh': cascadePieces.weigh,
  'cascade-close': cascadePieces.close,
  'supervisor-tasks': supervisorPieces.tasks,
  'supervisor-report': supervisorPieces.report,
  'supervisor-list': supervisorPieces.list,
  'coordinator-specialist-list': coordinatorSpecialistPieces.list,
  'coordinator-specialist-route': coordinatorSpecialistPieces.route,
  'coordinator-specialist-answers': coordinatorSpecialistPieces.answers,
  'coordinator-specialist-solution': coordinatorSpecialistPieces.solution,
  'coordinator-specialist-close': coordinatorSpecialistPieces.close,
  'waterfall-begin': waterfallPieces.begin,
  'waterfall-gate': waterfallPieces.gate,
  'waterfall-close': waterfallPieces.close,
  'chain-of-responsibility-begin': chainOfResponsibilityPieces.begin,
  'chain-of-responsibility-hop': chainOfResponsibilityPieces.hop,
  'chain-of-responsibility-close': chainOfResponsibilityPieces.close,
  'scout-plan-build-review-brief': scoutPlanBuildReviewPieces.brief,
  'scout-plan-build-review-plan': scoutPlanBuildReviewPieces.plan,
  'scout-plan-build-review-assign': scoutPlanBuildReviewPieces.assign,
  'scout-plan-build-review-built': scoutPlanBuildReviewPieces.built,
  'scout-plan-build-review-verdict': scoutPlanBuildReviewPieces.verdict,
  'scout-plan-build-review-decide': scoutPlanBuildReviewPieces.decide,
  'scout-plan-build-review-ended': scoutPlanBuildReviewPieces.ended,
  'scout-plan-build-review-close': scoutPlanBuildReviewPieces.close,
} satisfies Record<string, NodeDefinition>

/** Every kind, hidden ones included. */
export const definitions: readonly NodeDefinition[] = Object.values(byKind)

export function definitionOf(kind: string): NodeDefinition | undefined {
  return Object.hasOwn(byKind, kind) ? byKind[kind as keyof typeof byKind] : undefined
}
