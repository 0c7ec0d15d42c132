import type { FlowIssue } from '@quorum/engine'

/** What the server said no with (problem+json), or that it could not be reached (`code` "offline", `status` 0). */
export class ApiError extends Error {
  override name = 'ApiError'
  readonly status: number
  /** Stable, kebab-case. */
  readonly code: string
  readonly issues: readonly FlowIssue[]
  /** Only on `stale`: what the server has now. */
  readonly current: { readonly revision: number; readonly updatedAt: string } | null

  constructor(problem: {
    status: number
    code: string
    message: string
    issues?: readonly FlowIssue[]
    current?: { revision: number; updatedAt: string } | null
    cause?: unknown
  }) {
    super(problem.message, { cause: problem.cause })
    this.status = problem.status
    this.code = problem.code
    this.issues = problem.issues ?? []
    this.current = problem.current ?? null
  }
}

interface Problem {
  title?: string
  detail?: string
  code?: string
  issues?: readonly FlowIssue[]
  current?: { revision: number; updatedAt: string }
}

export async function errorOf(response: Response): Promise<ApiError> {
  let problem: Problem = {}
  try {
    problem = (await response.json()) as Problem
  } catch {
    // Not JSON: something between us and the server answered. The status says the rest.
  }
  const signedOut = response.status === 401 ? 'You are signed out. Reload the page to sign in again.' : undefined
  return new ApiError({
    status: response.status,
    code: problem.code ?? `http-${response.status}`,
    message: signedOut ?? problem.detail ?? problem.title ?? `The server answered ${response.status}. Try again.`,
    issues: problem.issues ?? [],
    current: problem.current ?? null,
  })
}

/** One sentence for people, whatever was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
