import type { NodeDefinition } from '@quorum/engine'
import { agent } from './agent/definition.ts'
import { approval } from './approval/definition.ts'
import { branch } from './branch/definition.ts'
import { call } from './call/definition.ts'
import { code } from './code/definition.ts'
import { council } from './council/definition.ts'
import * as councilStages from './council/stages.ts'
import { fork } from './fork/definition.ts'
import { forkJoin } from './fork-join/definition.ts'
import * as forkJoinPieces from './fork-join/pieces.ts'
import { gate } from './gate/definition.ts'
import { http } from './http/definition.ts'
import { input } from './input/definition.ts'
import { join } from './join/definition.ts'
import { loop } from './loop/definition.ts'
import { mapReduce } from './map-reduce/definition.ts'
import * as mapReducePieces from './map-reduce/pieces.ts'
import { output } from './output/definition.ts'
import { gather } from './pattern/gather.ts'
import { pipeline } from './pipeline/definition.ts'
import * as pipelinePieces from './pipeline/pieces.ts'
import { pool } from './pool/definition.ts'
import { template } from './template/definition.ts'
import { vote } from './vote/definition.ts'
import { wait } from './wait/definition.ts'

export type { Field } from './input/definition.ts'
export { checkInput, type InputIssue, inputFields } from './input/fields.ts'

/** One line per kind, in the order of the palette. The last lines are what composites are made of. */
export const byKind = {
  input,
  output,
  agent,
  template,
  code,
  http,
  fork,
  join,
  branch,
  gate,
  vote,
  council,
  pipeline,
  'fork-join': forkJoin,
  'map-reduce': mapReduce,
  pool,
  loop,
  call,
  wait,
  approval,
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
} satisfies Record<string, NodeDefinition>

/** Every kind, hidden ones included. */
export const definitions: readonly NodeDefinition[] = Object.values(byKind)

export function definitionOf(kind: string): NodeDefinition | undefined {
  return Object.hasOwn(byKind, kind) ? byKind[kind as keyof typeof byKind] : undefined
}
