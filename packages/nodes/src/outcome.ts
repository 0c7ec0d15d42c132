import { failed, type Outcome, StepFailure } from '@quorum/engine'

/** A StepFailure thrown while deciding becomes the node's failure. */
export function orFailed(decide: () => Outcome): Outcome {
  try {
    return decide()
  } catch (error) {
    if (error instanceof StepFailure) return failed(error.code, error.message)
    throw error
  }
}
