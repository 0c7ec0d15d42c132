import '@quorum/engine/expressions'
import type { Kit, NodeBehaviour, NodeDefinition } from '@quorum/engine'
import { runAgent } from './agent/run.ts'
import { runApproval } from './approval/run.ts'
import { runBranch } from './branch/run.ts'
import { runCode } from './code/run.ts'
import { runBrief, runChair, runClose } from './council/closing.ts'
import { runAnonymise, runMember, runOpen } from './council/opening.ts'
import { runBallots, runReviewer, runReviser } from './council/reviewing.ts'
import { type byKind, definitionOf } from './definitions.ts'
import { runFork } from './fork/run.ts'
import * as forkJoin from './fork-join/run.ts'
import { runGate } from './gate/run.ts'
import { runHttp } from './http/run.ts'
import { runInput } from './input/run.ts'
import { runJoin } from './join/run.ts'
import * as mapReduce from './map-reduce/run.ts'
import { runOutput } from './output/run.ts'
import { runGather } from './pattern/gather.ts'
import * as pipeline from './pipeline/run.ts'
import { runPool } from './pool/run.ts'
import { runTemplate } from './template/run.ts'
import { runVote } from './vote/run.ts'
import { runWait } from './wait/run.ts'

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
  fork: runFork,
  join: runJoin,
  branch: runBranch,
  gate: runGate,
  vote: runVote,
  // Its inside does the work.
  council: {},
  pipeline: {},
  'fork-join': {},
  'map-reduce': {},
  pool: runPool,
  // The engine repeats its body.
  loop: {},
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
}

export function behaviourOf(kind: string): NodeBehaviour | undefined {
  return Object.hasOwn(behaviours, kind) ? (behaviours[kind as keyof typeof behaviours] as NodeBehaviour) : undefined
}

export const kit: Kit = { definition: definitionOf, behaviour: behaviourOf }
