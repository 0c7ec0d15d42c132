import { type ComponentType, lazy, Suspense } from 'react'

const loads: (() => Promise<unknown>)[] = []

/**
 * A part of a screen that its first paint does not need. It is fetched as soon as the browser has nothing better to do
 * ({@link loadParts}), so that it is there before anybody asks for it; until then its place stays empty.
 */
export function lazyPart<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  loads.push(load)
  const Part = lazy(async () => ({ default: await load() }))
  return function LazyPart(props: Props) {
    return (
      <Suspense fallback={null}>
        <Part {...props} />
      </Suspense>
    )
  }
}

/** Fetches all parts once the browser is idle. A part that cannot be fetched now is tried again when it is shown. */
export function loadParts(): void {
  const idle = 'requestIdleCallback' in window ? requestIdleCallback : (work: () => void) => setTimeout(work, 200)
  idle(() => {
    for (const load of loads.splice(0)) void load().catch(() => undefined)
  })
}
