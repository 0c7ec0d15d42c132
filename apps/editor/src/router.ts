import { useSyncExternalStore } from 'react'

export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'editor'; readonly flowId: string }
  | { readonly page: 'run'; readonly flowId: string; readonly runId: string }
  | { readonly page: 'runs' }
  | { readonly page: 'compare' }
  | { readonly page: 'tests'; readonly flowId: string }
  | { readonly page: 'history'; readonly flowId: string }
  | { readonly page: 'settings' }
  | { readonly page: 'choose' }
  | { readonly page: 'maker' }
  | { readonly page: 'missing'; readonly path: string }

export function parseRoute(path: string): Route {
  let parts: string[]
  try {
    parts = path.split('/').filter(Boolean).map(decodeURIComponent)
  } catch {
    return { page: 'missing', path } // a broken % escape
  }
  const [first, flowId, runs, runId] = parts
  if (first === undefined) return { page: 'home' }
  if (parts.length === 1 && (first === 'runs' || first === 'settings' || first === 'choose' || first === 'maker'))
    return { page: first }
  if (first === 'runs' && flowId === 'compare' && parts.length === 2) return { page: 'compare' }
  if (first === 'flows' && flowId && (runs === 'tests' || runs === 'history') && parts.length === 3)
    return { page: runs, flowId }
  if (first === 'flows' && flowId && parts.length === 2) return { page: 'editor', flowId }
  if (first === 'flows' && flowId && runs === 'runs' && runId && parts.length === 4)
    return { page: 'run', flowId, runId }
  return { page: 'missing', path }
}

export const flowPath = (flowId: string): string => `/flows/${encodeURIComponent(flowId)}`
export const runPath = (flowId: string, runId: string): string =>
  `${flowPath(flowId)}/runs/${encodeURIComponent(runId)}`

export const comparePath = (a: string, b: string): string => `/runs/compare?${new URLSearchParams({ a, b })}`
/** Opens the flow and takes it a step up at once. */
export const stepUpPath = (flowId: string): string => `${flowPath(flowId)}?step-up`
export const historyPath = (flowId: string): string => `${flowPath(flowId)}/history`
export const testsPath = (flowId: string): string => `${flowPath(flowId)}/tests`

const listeners = new Set<() => void>()
const tell = (): void => {
  for (const listener of listeners) listener()
}

/** Goes to a page of the app. */
export function navigate(path: string, { replace = false } = {}): void {
  if (replace) history.replaceState(null, '', path)
  else history.pushState(null, '', path)
  tell()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  if (listeners.size === 1) addEventListener('popstate', tell)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) removeEventListener('popstate', tell)
  }
}

let last: { path: string; route: Route } | null = null
function current(): Route {
  if (last?.path !== location.pathname) last = { path: location.pathname, route: parseRoute(location.pathname) }
  return last.route
}

export const useRoute = (): Route => useSyncExternalStore(subscribe, current)
