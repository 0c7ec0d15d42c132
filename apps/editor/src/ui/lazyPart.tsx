import { type ComponentType, useEffect, useState } from 'react'

const loads: (() => Promise<unknown>)[] = []

/**
 * A part of a screen that its first paint does not need. It is fetched as soon as the browser has nothing better to do
 * ({@link loadParts}), so that it is there before anybody asks for it; until then `Waiting` or nothing is in its place.
 * No Suspense: that keeps back for a while even what is there already, and keys pressed meanwhile would go elsewhere.
 */
export function lazyPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  Waiting?: ComponentType<Props>,
): ComponentType<Props> {
  let loaded: ComponentType<Props> | undefined
  const fetchPart = async (): Promise<void> => {
    loaded ??= await load()
  }
  loads.push(fetchPart)
  return function LazyPart(props: Props) {
    const [Part, setPart] = useState(() => loaded)
    const [failed, setFailed] = useState<{ readonly reason: unknown } | null>(null)
    useEffect(() => {
      if (Part) return
      let gone = false
      fetchPart().then(
        () => gone || setPart(() => loaded),
        (reason: unknown) => gone || setFailed({ reason }),
      )
      return () => {
        gone = true
      }
    }, [Part])
    // For the panel around it, which says so and offers to try again.
    if (failed) throw failed.reason
    if (Part) return <Part {...props} />
    return Waiting ? <Waiting {...props} /> : null
  }
}

/** Fetches all parts once the browser is idle. A part that cannot be fetched now is tried again when it is shown. */
export function loadParts(): void {
  const idle = 'requestIdleCallback' in window ? requestIdleCallback : (work: () => void) => setTimeout(work, 200)
  idle(() => {
    for (const load of loads.splice(0)) void load().catch(() => undefined)
  })
}
