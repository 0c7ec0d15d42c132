import type { ComponentType } from 'react'
import { AdaptiveVoteCard } from './adaptive-vote/card.tsx'
import { AgentCard } from './agent/card.tsx'
import { AgentsAsToolsCard } from './agents-as-tools/card.tsx'
import { ApprovalCard } from './approval/card.tsx'
import { AssemblyLineCard } from './assembly-line/card.tsx'
import { AuctionCard } from './auction/card.tsx'
import { BatchJobCard } from './batch-job/card.tsx'
import { BestOfNCard } from './best-of-n/card.tsx'
import { BlackboardCard } from './blackboard/card.tsx'
import { BranchCard } from './branch/card.tsx'
import { GenericCard } from './card/GenericCard.tsx'
import type { CardProps } from './card/props.tsx'
import { ToolCard } from './card/ToolCard.tsx'
import { CascadeCard } from './cascade/card.tsx'
import { ChainOfResponsibilityCard } from './chain-of-responsibility/card.tsx'
import { ChainOfVerificationCard } from './chain-of-verification/card.tsx'
import { ChampionChallengerCard } from './champion-challenger/card.tsx'
import { CircuitBreakerCard } from './circuit-breaker/card.tsx'
import { CoordinatorSpecialistCard } from './coordinator-specialist/card.tsx'
import { CouncilCard } from './council/card.tsx'
import { DebateCard } from './debate/card.tsx'
import { DynamicSpawningCard } from './dynamic-spawning/card.tsx'
import { ElasticScalingCard } from './elastic-scaling/card.tsx'
import { EvaluatorOptimizerCard } from './evaluator-optimizer/card.tsx'
import { FanOutCard } from './fan-out/card.tsx'
import { ForkJoinCard } from './fork-join/card.tsx'
import { GateCard } from './gate/card.tsx'
import { GroupChatCard } from './group-chat/card.tsx'
import { GuardCard } from './guard/card.tsx'
import { HandoffCard } from './handoff/card.tsx'
import { HedgedRequestCard } from './hedged-request/card.tsx'
import { InputCard } from './input/card.tsx'
import { JoinCard } from './join/card.tsx'
import { LoadBalancingCard } from './load-balancing/card.tsx'
import { LoopCard } from './loop/card.tsx'
import { MagenticCard } from './magentic/card.tsx'
import { MakerCard } from './maker/card.tsx'
import { MapReduceCard } from './map-reduce/card.tsx'
import { MemoisedStepCard } from './memoised-step/card.tsx'
import { MemoryCard } from './memory/card.tsx'
import { MixtureOfAgentsCard } from './mixture-of-agents/card.tsx'
import { OutputCard } from './output/card.tsx'
import { ParallelPipelineCard } from './parallel-pipeline/card.tsx'
import { PipelineCard } from './pipeline/card.tsx'
import { PlanAndExecuteCard } from './plan-and-execute/card.tsx'
import { PoolCard } from './pool/card.tsx'
import { PrimaryReplicaCard } from './primary-replica/card.tsx'
import { PublishSubscribeCard } from './publish-subscribe/card.tsx'
import { QuorumApprovalCard } from './quorum-approval/card.tsx'
import { RecursiveDelegationCard } from './recursive-delegation/card.tsx'
import { RecursiveOrchestrationCard } from './recursive-orchestration/card.tsx'
import { RouterCard } from './router/card.tsx'
import { SagaCard } from './saga/card.tsx'
import { ScatterGatherCard } from './scatter-gather/card.tsx'
import { ScoutPlanBuildReviewCard } from './scout-plan-build-review/card.tsx'
import { SelfConsistencyCard } from './self-consistency/card.tsx'
import { SimulatedRunCard } from './simulated-run/card.tsx'
import { SupervisorCard } from './supervisor/card.tsx'
import { SwarmCard } from './swarm/card.tsx'
import { TodoneBoardCard } from './todone-board/card.tsx'
import { TreeSearchCard } from './tree-search/card.tsx'
import { VoteCard } from './vote/card.tsx'
import { WaitCard } from './wait/card.tsx'
import { WatchdogCard } from './watchdog/card.tsx'
import { WaterfallCard } from './waterfall/card.tsx'
import { WorkStealingQueueCard } from './work-stealing-queue/card.tsx'

export type { CardProps, Feeder } from './card/props.tsx'

/** One line per kind with a card of its own; the others get the generic one. */
const cards: ReadonlyMap<string, ComponentType<CardProps>> = new Map(
  Object.entries({
    input: InputCard,
    output: OutputCard,
    agent: AgentCard,
    join: JoinCard,
    branch: BranchCard,
    gate: GateCard,
    vote: VoteCard,
    'adaptive-vote': AdaptiveVoteCard,
    council: CouncilCard,
    maker: MakerCard,
    pipeline: PipelineCard,
    'parallel-pipeline': ParallelPipelineCard,
    loop: LoopCard,
    'fork-join': ForkJoinCard,
    'map-reduce': MapReduceCard,
    'scatter-gather': ScatterGatherCard,
    router: RouterCard,
    'evaluator-optimizer': EvaluatorOptimizerCard,
    'self-consistency': SelfConsistencyCard,
    'best-of-n': BestOfNCard,
    debate: DebateCard,
    'mixture-of-agents': MixtureOfAgentsCard,
    cascade: CascadeCard,
    supervisor: SupervisorCard,
    'agents-as-tools': AgentsAsToolsCard,
    'plan-and-execute': PlanAndExecuteCard,
    magentic: MagenticCard,
    'tree-search': TreeSearchCard,
    auction: AuctionCard,
    'assembly-line': AssemblyLineCard,
    blackboard: BlackboardCard,
    'publish-subscribe': PublishSubscribeCard,
    'simulated-run': SimulatedRunCard,
    'chain-of-verification': ChainOfVerificationCard,
    'champion-challenger': ChampionChallengerCard,
    'group-chat': GroupChatCard,
    handoff: HandoffCard,
    'primary-replica': PrimaryReplicaCard,
    'recursive-delegation': RecursiveDelegationCard,
    'recursive-orchestration': RecursiveOrchestrationCard,
    swarm: SwarmCard,
    'coordinator-specialist': CoordinatorSpecialistCard,
    waterfall: WaterfallCard,
    'chain-of-responsibility': ChainOfResponsibilityCard,
    'scout-plan-build-review': ScoutPlanBuildReviewCard,
    guard: GuardCard,
    'self-healing': GuardCard,
    'circuit-breaker': CircuitBreakerCard,
    'memoised-step': MemoisedStepCard,
    watchdog: WatchdogCard,
    memory: MemoryCard,
    saga: SagaCard,
    'quorum-approval': QuorumApprovalCard,
    pool: PoolCard,
    'fan-out': FanOutCard,
    'todone-board': TodoneBoardCard,
    'work-stealing-queue': WorkStealingQueueCard,
    'dynamic-spawning': DynamicSpawningCard,
    'elastic-scaling': ElasticScalingCard,
    'load-balancing': LoadBalancingCard,
    'hedged-request': HedgedRequestCard,
    'batch-job': BatchJobCard,
    approval: ApprovalCard,
    wait: WaitCard,
    http: ToolCard,
    'mcp-tool': ToolCard,
  }),
)

export const cardOf = (kind: string): ComponentType<CardProps> => cards.get(kind) ?? GenericCard
