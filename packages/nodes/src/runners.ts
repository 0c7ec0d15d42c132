import '@quorum/engine/expressions'
import type { Kit, NodeBehaviour, NodeDefinition } from '@quorum/engine'
import { runAdaptiveVote } from './adaptive-vote/run.ts'
import { runAgent } from './agent/run.ts'
import { runApproval } from './approval/run.ts'
import { runners as assemblyLine } from './assembly-line/run.ts'
import { runners as auction } from './auction/run.ts'
import { runBatchJob } from './batch-job/run.ts'
import * as bestOfN from './best-of-n/run.ts'
import { runners as blackboard } from './blackboard/run.ts'
import { runBranch } from './branch/run.ts'
import * as cascade from './cascade/run.ts'
import * as chainOfResponsibility from './chain-of-responsibility/run.ts'
import { runners as chainOfVerification } from './chain-of-verification/run.ts'
import { runners as championChallenger } from './champion-challenger/run.ts'
import { runCode } from './code/run.ts'
import * as coordinatorSpecialist from './coordinator-specialist/run.ts'
import { runBrief, runChair, runClose } from './council/closing.ts'
import { runAnonymise, runMember, runOpen } from './council/opening.ts'
import { runBallots, runReviewer, runReviser } from './council/reviewing.ts'
import * as debate from './debate/run.ts'
import { type byKind, definitionOf } from './definitions.ts'
import { runDynamicSpawning } from './dynamic-spawning/run.ts'
import { runElasticScaling } from './elastic-scaling/run.ts'
import * as evaluatorOptimizer from './evaluator-optimizer/run.ts'
import { runFile } from './file/run.ts'
import { runFork } from './fork/run.ts'
import * as forkJoin from './fork-join/run.ts'
import { runGate } from './gate/run.ts'
import { runners as groupChat } from './group-chat/run.ts'
import { runners as handoff } from './handoff/run.ts'
import { runHedgedRequest } from './hedged-request/run.ts'
import { runHttp } from './http/run.ts'
import { runInput } from './input/run.ts'
import { runJoin } from './join/run.ts'
import { runLoadBalancing } from './load-balancing/run.ts'
import { runners as magentic } from './magentic/run.ts'
import * as maker from './maker/run.ts'
import { runStepVote } from './maker/stepVote.ts'
import * as mapReduce from './map-reduce/run.ts'
import { runMcpTool } from './mcp-tool/run.ts'
import { runMemory } from './memory/run.ts'
import * as mixtureOfAgents from './mixture-of-agents/run.ts'
import { runOutput } from './output/run.ts'
import { runners as parallelPipeline } from './parallel-pipeline/run.ts'
import { runGather } from './pattern/gather.ts'
import * as pipeline from './pipeline/run.ts'
import { runners as planAndExecute } from './plan-and-execute/run.ts'
import { runPool } from './pool/run.ts'
import { runners as primaryReplica } from './primary-replica/run.ts'
import { runners as publishSubscribe } from './publish-subscribe/run.ts'
import * as quorumApproval from './quorum-approval/run.ts'
import { runners as recursiveDelegation } from './recursive-delegation/run.ts'
import { runners as recursiveOrchestration } from './recursive-orchestration/run.ts'
import * as router from './router/run.ts'
import * as saga from './saga/run.ts'
import * as scatterGather from './scatter-gather/run.ts'
import * as scoutPlanBuildReview from './scout-plan-build-review/run.ts'
import * as selfConsistency from './self-consistency/run.ts'
import * as supervisor from './supervisor/run.ts'
import { runners as swarm } from './swarm/run.ts'
import { runTemplate } from './template/run.ts'
import { runTodoneBoard } from './todone-board/run.ts'
import { runners as treeSearch } from './tree-search/run.ts'
import { runVote } from './vote/run.ts'
import { runWait } from './wait/run.ts'
import * as waterfall from './waterfall/run.ts'
import { runWebPage } from './web-page/run.ts'
import { runWorkStealingQueue } from './work-stealing-queue/run.ts'

export { schemaProblem } from './jsonSchema.ts'

type Definitions = typeof byKind
type ParamsOf<D> = D extends NodeDefinition<infer P> ? P : never
/** One line per kind: a missing or swapped runner does not compile. */
const behaviours: { [Kind in keyof Definitions]: NodeBehaviour<ParamsOf<Definitions[Kind]>> } = {
  input: runInput,
  output: runOutput,
  agent: runAgent,
  template: runTemplate,
  code: runCode,
  http: runHttp,
  'web-page': runWebPage,
  file: runFile,
  'mcp-tool': runMcpTool,
  fork: runFork,
  join: runJoin,
  branch: runBranch,
  gate: runGate,
  vote: runVote,
  'adaptive-vote': runAdaptiveVote,
  // Its inside does the work.
  council: {},
  maker: {},
  pipeline: {},
  ...parallelPipeline,
  'fork-join': {},
  'map-reduce': {},
  'scatter-gather': {},
  router: {},
  'evaluator-optimizer': {},
  'self-consistency': {},
  'best-of-n': {},
  debate: {},
  'mixture-of-agents': {},
  cascade: {},
  supervisor: {},
  ...planAndExecute,
  ...magentic,
  ...treeSearch,
  ...auction,
  ...assemblyLine,
  ...blackboard,
  ...publishSubscribe,
  'simulated-run': {},
  ...chainOfVerification,
  ...championChallenger,
  ...groupChat,
  ...handoff,
  ...primaryReplica,
  ...recursiveDelegation,
  ...recursiveOrchestration,
  ...swarm,
  'agents-as-tools': {},
  'coordinator-specialist': {},
  waterfall: {},
  'chain-of-responsibility': {},
  'scout-plan-build-review': {},
  pool: runPool,
  'fan-out': runPool,
  'todone-board': runTodoneBoard,
  'work-stealing-queue': runWorkStealingQueue,
  'dynamic-spawning': runDynamicSpawning,
  'elastic-scaling': runElasticScaling,
  'load-balancing': runLoadBalancing,
  'hedged-request': runHedgedRequest,
  'batch-job': runBatchJob,
  // The engine repeats its body.
  loop: {},
  guard: {},
  'self-healing': {},
  'circuit-breaker': {},
  'memoised-step': {},
  watchdog: {},
  memory: runMemory,
  saga: {},
  'quorum-approval': {},
  'saga-turn': saga.runTurn,
  'saga-pick': saga.runPick,
  'saga-fold': saga.runFold,
  'saga-close': saga.runClose,
  'quorum-approval-begin': quorumApproval.runBegin,
  'quorum-approval-wave': quorumApproval.runWave,
  'quorum-approval-fold': quorumApproval.runFold,
  'quorum-approval-close': quorumApproval.runClose,
  // The engine opens the flow it calls.
  call: {},
  wait: runWait,
  approval: runApproval,
  'council-open': runOpen,
  'council-member': runMember,
  'council-anonymise': runAnonymise,
  'council-reviewer': runReviewer,
  'council-ballots': runBallots,
  'council-reviser': runReviser,
  'council-brief': runBrief,
  'council-chair': runChair,
  'council-close': runClose,
  'pattern-gather': runGather,
  'pipeline-begin': pipeline.runBegin,
  'pipeline-take': pipeline.runTake,
  'pipeline-close': pipeline.runClose,
  'pipeline-trace': pipeline.runTrace,
  'fork-join-merge': forkJoin.runMerge,
  'fork-join-report': forkJoin.runReport,
  'map-reduce-chunk': mapReduce.runChunk,
  'map-reduce-cover': mapReduce.runCover,
  'map-reduce-report': mapReduce.runReport,
  'map-reduce-group': mapReduce.runGroup,
  'map-reduce-fold': mapReduce.runFold,
  'map-reduce-close': mapReduce.runClose,
  'scatter-gather-lost': scatterGather.runAllFailed,
  'scatter-gather-race': scatterGather.runRace,
  'scatter-gather-ballot': scatterGather.runBallot,
  'scatter-gather-best': scatterGather.runBest,
  'scatter-gather-consensus': scatterGather.runConsensus,
  'router-classify': router.runClassify,
  'router-dial': router.runDial,
  'router-told': router.runTold,
  'evaluator-optimizer-begin': evaluatorOptimizer.runBegin,
  'evaluator-optimizer-fold': evaluatorOptimizer.runFold,
  'evaluator-optimizer-close': evaluatorOptimizer.runClose,
  'maker-begin': maker.runBegin,
  'maker-ask': maker.runAsk,
  'maker-margin': maker.runMargin,
  'maker-steps': maker.runSteps,
  'maker-vote': runStepVote,
  'maker-decide': maker.runDecide,
  'maker-close': maker.runClose,
  'self-consistency-begin': selfConsistency.runBegin,
  'self-consistency-wave': selfConsistency.runWave,
  'self-consistency-fold': selfConsistency.runFold,
  'self-consistency-box': selfConsistency.runBox,
  'self-consistency-close': selfConsistency.runClose,
  'best-of-n-copies': bestOfN.runCopies,
  'best-of-n-lay': bestOfN.runLay,
  'best-of-n-pick': bestOfN.runPick,
  'best-of-n-pair': bestOfN.runPair,
  'best-of-n-match': bestOfN.runMatch,
  'debate-begin': debate.runBegin,
  'debate-floor': debate.runFloor,
  'debate-close': debate.runClose,
  'mixture-of-agents-begin': mixtureOfAgents.runBegin,
  'mixture-of-agents-mix': mixtureOfAgents.runMix,
  'mixture-of-agents-close': mixtureOfAgents.runClose,
  'cascade-begin': cascade.runBegin,
  'cascade-weigh': cascade.runWeigh,
  'cascade-close': cascade.runClose,
  'supervisor-tasks': supervisor.runTasks,
  'supervisor-report': supervisor.runReport,
  'supervisor-list': supervisor.runList,
  'coordinator-specialist-list': coordinatorSpecialist.runList,
  'coordinator-specialist-route': coordinatorSpecialist.runRoute,
  'coordinator-specialist-answers': coordinatorSpecialist.runAnswers,
  'coordinator-specialist-solution': coordinatorSpecialist.runSolution,
  'coordinator-specialist-close': coordinatorSpecialist.runClose,
  'waterfall-begin': waterfall.runBegin,
  'waterfall-gate': waterfall.runGate,
  'waterfall-close': waterfall.runClose,
  'chain-of-responsibility-begin': chainOfResponsibility.runBegin,
  'chain-of-responsibility-hop': chainOfResponsibility.runHop,
  'chain-of-responsibility-close': chainOfResponsibility.runClose,
  'scout-plan-build-review-brief': scoutPlanBuildReview.runBrief,
  'scout-plan-build-review-plan': scoutPlanBuildReview.runPlan,
  'scout-plan-build-review-assign': scoutPlanBuildReview.runAssign,
  'scout-plan-build-review-built': scoutPlanBuildReview.runBuilt,
  'scout-plan-build-review-verdict': scoutPlanBuildReview.runVerdict,
  'scout-plan-build-review-decide': scoutPlanBuildReview.runDecide,
  'scout-plan-build-review-ended': scoutPlanBuildReview.runEnded,
  'scout-plan-build-review-close': scoutPlanBuildReview.runClose,
}

export function behaviourOf(kind: string): NodeBehaviour | undefined {
  return Object.hasOwn(behaviours, kind) ? (behaviours[kind as keyof typeof behaviours] as NodeBehaviour) : undefined
}

export const kit: Kit = { definition: definitionOf, behaviour: behaviourOf }
