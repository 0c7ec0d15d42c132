import type { ComponentType } from 'react'
import { AgentsAsToolsDrillIn } from './agents-as-tools/drillIn.tsx'
import { ApprovalDrillIn } from './approval/drillIn.tsx'
import { AssemblyLineDrillIn } from './assembly-line/drillIn.tsx'
import { AuctionDrillIn } from './auction/drillIn.tsx'
import { BestOfNDrillIn } from './best-of-n/drillIn.tsx'
import { BlackboardDrillIn } from './blackboard/drillIn.tsx'
import { CascadeDrillIn } from './cascade/drillIn.tsx'
import { ChainOfResponsibilityDrillIn } from './chain-of-responsibility/drillIn.tsx'
import { ChainOfVerificationDrillIn } from './chain-of-verification/drillIn.tsx'
import { ChampionChallengerDrillIn } from './champion-challenger/drillIn.tsx'
import { CoordinatorSpecialistDrillIn } from './coordinator-specialist/drillIn.tsx'
import { CouncilDrillIn } from './council/drillIn.tsx'
import { DebateDrillIn } from './debate/drillIn.tsx'
import type { DrillInProps } from './drill/props.tsx'
import { ToolDrillIn } from './drill/ToolDrillIn.tsx'
import { EvaluatorOptimizerDrillIn } from './evaluator-optimizer/drillIn.tsx'
import { ForkJoinDrillIn } from './fork-join/drillIn.tsx'
import { GateDrillIn } from './gate/drillIn.tsx'
import { GroupChatDrillIn } from './group-chat/drillIn.tsx'
import { GuardDrillIn } from './guard/drillIn.tsx'
import { HandoffDrillIn } from './handoff/drillIn.tsx'
import { HedgedRequestDrillIn } from './hedged-request/drillIn.tsx'
import { JoinDrillIn } from './join/drillIn.tsx'
import { MagenticDrillIn } from './magentic/drillIn.tsx'
import { MakerDrillIn } from './maker/drillIn.tsx'
import { MapReduceDrillIn } from './map-reduce/drillIn.tsx'
import { MemoisedStepDrillIn } from './memoised-step/drillIn.tsx'
import { MixtureOfAgentsDrillIn } from './mixture-of-agents/drillIn.tsx'
import { ParallelPipelineDrillIn } from './parallel-pipeline/drillIn.tsx'
import { PipelineDrillIn } from './pipeline/drillIn.tsx'
import { PlanAndExecuteDrillIn } from './plan-and-execute/drillIn.tsx'
import { PoolDrillIn } from './pool/drillIn.tsx'
import { PrimaryReplicaDrillIn } from './primary-replica/drillIn.tsx'
import { PublishSubscribeDrillIn } from './publish-subscribe/drillIn.tsx'
import { QuorumApprovalDrillIn } from './quorum-approval/drillIn.tsx'
import { RecursiveDelegationDrillIn } from './recursive-delegation/drillIn.tsx'
import { RecursiveOrchestrationDrillIn } from './recursive-orchestration/drillIn.tsx'
import { RouterDrillIn } from './router/drillIn.tsx'
import { SagaDrillIn } from './saga/drillIn.tsx'
import { ScatterGatherDrillIn } from './scatter-gather/drillIn.tsx'
import { ScoutPlanBuildReviewDrillIn } from './scout-plan-build-review/drillIn.tsx'
import { SelfConsistencyDrillIn } from './self-consistency/drillIn.tsx'
import { SupervisorDrillIn } from './supervisor/drillIn.tsx'
import { SwarmDrillIn } from './swarm/drillIn.tsx'
import { TreeSearchDrillIn } from './tree-search/drillIn.tsx'
import { VoteDrillIn } from './vote/drillIn.tsx'
import { WatchdogDrillIn } from './watchdog/drillIn.tsx'
import { WaterfallDrillIn } from './waterfall/drillIn.tsx'

export type { DrillInProps } from './drill/props.tsx'

/** One line per kind that tells its steps in its own words; the others show what came in and went out. */
const drillIns: ReadonlyMap<string, ComponentType<DrillInProps>> = new Map(
  Object.entries({
    approval: ApprovalDrillIn,
    council: CouncilDrillIn,
    gate: GateDrillIn,
    maker: MakerDrillIn,
    vote: VoteDrillIn,
    'todone-board': PoolDrillIn,
    'work-stealing-queue': PoolDrillIn,
    'dynamic-spawning': PoolDrillIn,
    'elastic-scaling': PoolDrillIn,
    'load-balancing': PoolDrillIn,
    pipeline: PipelineDrillIn,
    'parallel-pipeline': ParallelPipelineDrillIn,
    'fork-join': ForkJoinDrillIn,
    'map-reduce': MapReduceDrillIn,
    'scatter-gather': ScatterGatherDrillIn,
    router: RouterDrillIn,
    'evaluator-optimizer': EvaluatorOptimizerDrillIn,
    'best-of-n': BestOfNDrillIn,
    debate: DebateDrillIn,
    'mixture-of-agents': MixtureOfAgentsDrillIn,
    cascade: CascadeDrillIn,
    supervisor: SupervisorDrillIn,
    'plan-and-execute': PlanAndExecuteDrillIn,
    magentic: MagenticDrillIn,
    'tree-search': TreeSearchDrillIn,
    'assembly-line': AssemblyLineDrillIn,
    blackboard: BlackboardDrillIn,
    'publish-subscribe': PublishSubscribeDrillIn,
    auction: AuctionDrillIn,
    'chain-of-verification': ChainOfVerificationDrillIn,
    'champion-challenger': ChampionChallengerDrillIn,
    'group-chat': GroupChatDrillIn,
    handoff: HandoffDrillIn,
    'primary-replica': PrimaryReplicaDrillIn,
    'recursive-delegation': RecursiveDelegationDrillIn,
    'recursive-orchestration': RecursiveOrchestrationDrillIn,
    swarm: SwarmDrillIn,
    'agents-as-tools': AgentsAsToolsDrillIn,
    'coordinator-specialist': CoordinatorSpecialistDrillIn,
    waterfall: WaterfallDrillIn,
    'chain-of-responsibility': ChainOfResponsibilityDrillIn,
    'scout-plan-build-review': ScoutPlanBuildReviewDrillIn,
    saga: SagaDrillIn,
    'quorum-approval': QuorumApprovalDrillIn,
    'self-consistency': SelfConsistencyDrillIn,
    guard: GuardDrillIn,
    'memoised-step': MemoisedStepDrillIn,
    watchdog: WatchdogDrillIn,
    'self-healing': GuardDrillIn,
    'circuit-breaker': GuardDrillIn,
    'adaptive-vote': SelfConsistencyDrillIn,
    join: JoinDrillIn,
    pool: PoolDrillIn,
    'fan-out': PoolDrillIn,
    'batch-job': PoolDrillIn,
    'hedged-request': HedgedRequestDrillIn,
    http: ToolDrillIn,
    'mcp-tool': ToolDrillIn,
  }),
)

export const drillInOf = (kind: string): ComponentType<DrillInProps> | undefined => drillIns.get(kind)
