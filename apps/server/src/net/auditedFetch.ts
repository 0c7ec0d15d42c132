import { GuardError } from './guardError.ts'
import type { GuardedFetch } from './guardedFetch.ts'

/** Writes down what the guard refuses (S26). */
export const auditedFetch =
  (fetch: GuardedFetch, note: (action: string, target: string, outcome: string) => void): GuardedFetch =>
  async (input, init) => {
    try {
      return await fetch(input, init)
    } catch (error) {
      if (error instanceof GuardError) {
        const url = URL.parse(input instanceof Request ? input.url : String(input))
        note('guard.refused', url?.host ?? 'no address', error.message)
      }
      throw error
    }
  }
