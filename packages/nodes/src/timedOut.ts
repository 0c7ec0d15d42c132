import { completed, failed, type NodeInput, type Outcome, type Value } from '@quorum/engine'

/** The deadline has passed: the input leaves by `timeout`, or the node fails if nobody is connected there (API.md rule 12). */
export function timedOut(input: NodeInput, record?: Value): Outcome {
  if (input.connected.has('timeout')) return completed({ timeout: input.value }, record)
  return failed('timeout', 'Nothing came before the deadline. Allow more time, or connect the “timeout” port.', record)
}
