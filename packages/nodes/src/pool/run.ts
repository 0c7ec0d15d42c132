import { completed, type NodeBehaviour } from '@quorum/engine'
import { plain, refusalOf, resultsOf, summaryOf } from './gather.ts'

interface Settings {
  readonly failure: 'collect' | 'failFast' | 'threshold'
  readonly minSuccess: number
  readonly enough?: number | undefined
}

export const runPool: NodeBehaviour<Settings> = {
  gather(rule, outcomes) {
    const refused = refusalOf(rule, outcomes)
    if (refused) return refused
    const summary = summaryOf(outcomes)
    return completed({ results: resultsOf(outcomes), outcomes: outcomes.map(plain), summary }, summary)
  },
}
