import type { NodeDefinition } from '@quorum/engine'
import { pieces as assemblyLinePieces } from './assembly-line/pieces.ts'
import { pieces as auctionPieces } from './auction/pieces.ts'
import * as bestOfNPieces from './best-of-n/pieces.ts'
import { pieces as blackboardPieces } from './blackboard/pieces.ts'
import * as cascadePieces from './cascade/pieces.ts'
import * as chainOfResponsibilityPieces from './chain-of-responsibility/pieces.ts'
import { pieces as chainOfVerificationPieces } from './chain-of-verification/pieces.ts'
import { pieces as championChallengerPieces } from './champion-challenger/pieces.ts'
import * as coordinatorSpecialistPieces from './coordinator-specialist/pieces.ts'
import * as councilStages from './council/stages.ts'
import * as debatePieces from './debate/pieces.ts'
import * as evaluatorOptimizerPieces from './evaluator-optimizer/pieces.ts'
import * as forkJoinPieces from './fork-join/pieces.ts'
import { pieces as groupChatPieces } from './group-chat/pieces.ts'
import { pieces as handoffPieces } from './handoff/pieces.ts'
import { pieces as magenticPieces } from './magentic/pieces.ts'
import * as makerPieces from './maker/pieces.ts'
import * as mapReducePieces from './map-reduce/pieces.ts'
import * as mixtureOfAgentsPieces from './mixture-of-agents/pieces.ts'
import { pieces as parallelPipelinePieces } from './parallel-pipeline/pieces.ts'
import { gather } from './pattern/gather.ts'
import * as pipelinePieces from './pipeline/pieces.ts'
import { pieces as planAndExecutePieces } from './plan-and-execute/pieces.ts'
import { pieces as primaryReplicaPieces } from './primary-replica/pieces.ts'
import { pieces as publishSubscribePieces } from './publish-subscribe/pieces.ts'
import * as quorumApprovalPieces from './quorum-approval/pieces.ts'
import { pieces as recursiveDelegationPieces } from './recursive-delegation/pieces.ts'
import { pieces as recursiveOrchestrationPieces } from './recursive-orchestration/pieces.ts'
import * as routerPieces from './router/pieces.ts'
import * as sagaPieces from './saga/pieces.ts'
import * as scatterGatherPieces from './scatter-gather/pieces.ts'
import * as scoutPlanBuildReviewPieces from './scout-plan-build-review/pieces.ts'
import * as selfConsistencyPieces from './self-consistency/pieces.ts'
import * as supervisorPieces from './supervisor/pieces.ts'
import { pieces as swarmPieces } from './swarm/pieces.ts'
import { pieces as treeSearchPieces } from './tree-search/pieces.ts'
import * as waterfallPieces from './waterfall/pieces.ts'

/** Kinds that live only inside composites. Browsers load them with the insides, when somebody opens one. */
export const pieces = {
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
  ...chainOfVerificationPieces,
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
