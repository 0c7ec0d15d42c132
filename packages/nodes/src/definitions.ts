import type { NodeDefinition } from '@quorum/engine'
import { agent } from './agent/definition.ts'
import { approval } from './approval/definition.ts'
import { branch } from './branch/definition.ts'
import { code } from './code/definition.ts'
import { council } from './council/definition.ts'
import * as councilStages from './council/stages.ts'
import { fork } from './fork/definition.ts'
import { gate } from './gate/definition.ts'
import { input } from './input/definition.ts'
import { join } from './join/definition.ts'
import { loop } from './loop/definition.ts'
import { output } from './output/definition.ts'
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
  fork,
  join,
  branch,
  gate,
  vote,
  council,
  pool,
  loop,
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
} satisfies Record<string, NodeDefinition>

/** Every kind, hidden ones included. */
export const definitions: readonly NodeDefinition[] = Object.values(byKind)

export function definitionOf(kind: string): NodeDefinition | undefined {
  return Object.hasOwn(byKind, kind) ? byKind[kind as keyof typeof byKind] : undefined
}
