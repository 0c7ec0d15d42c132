import { type Flow, type FlowIssue, validateFlow } from '@quorum/engine'
import { definitionOf, pastedKeys } from '@quorum/nodes/definitions'

/** What is wrong with a flow. A module of its own, so that the first paint does not wait for the code of the checks. */
export const check = (flow: Flow): FlowIssue[] => [
  ...validateFlow(flow, { definition: definitionOf }),
  ...pastedKeys(flow),
]
