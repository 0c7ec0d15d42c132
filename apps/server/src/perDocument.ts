import { Flow } from '@quorum/engine'

/** Works something out of a document once, however often it is asked: documents are never changed after they were read. */
export function perDocument<Result>(work: (json: unknown) => Result): (json: unknown) => Result {
  const known = new WeakMap<object, { readonly result: Result }>()
  return (json) => {
    if (typeof json !== 'object' || json === null) return work(json)
    let found = known.get(json)
    if (found === undefined) {
      found = { result: work(json) }
      known.set(json, found)
    }
    return found.result
  }
}

/** The flow that this JSON is; null if it is none. */
export const flowIn = perDocument((json) => Flow.safeParse(json).data ?? null)
