import { type ComponentType, useEffect, useState } from 'react'

const loads: (() => Promise<unknown>)[] = []
/** A server that is just being started anew answers again within these. */
const againMs = [500, 1_000, 2_000, 4_000, 8_000]

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
      let timer: ReturnType<typeof setTimeout> | undefined
      const attempt = (tries: number): void => {
        const refused = (reason: unknown): void => {
          if (gone) return
          const inMs = againMs[tries]
          if (inMs === undefined) setFailed({ reason })
          else timer = setTimeout(() => attempt(tries + 1), inMs)
        }
        fetchPart().then(() => gone || setPart(() => loaded), refused)
      }
      attempt(0)
      return () => {
        gone = true
        clearTimeout(timer)
      }
    }, [Part])
    // For the panel around it, which says so and offers to try again.
    if (failed) throw failed.reason
    if (Part) return <Part {...props} />
    return Waiting ? <Waiting {...props} /> : null
  }
}

/**
 * A module that the first paint does not need, fetched with the parts. What is to be done with it is done at once when it is
 * there, which browsers ask of what writes to the clipboard.
 */
export function lazyModule<Module>(load: () => Promise<Module>): (use: (module: Module) => unknown) => void {
  let loaded: Module | undefined
  const fetchModule = async (): Promise<Module> => {
    loaded ??= await load()
    return loaded
  }
  loads.push(fetchModule)
  return (use) => {
    if (loaded) use(loaded)
    else void fetchModule().then(use)
  }
}

/** Fetches all parts once the browser is idle. A part that cannot be fetched now is tried again when it is shown. */
export function loadParts(): void {
  const idle = 'requestIdleCallback' in window ? requestIdleCallback : (work: () => void) => setTimeout(work, 200)
  idle(() => {
    for (const load of loads.splice(0)) void load().catch(() => undefined)
  })
}
