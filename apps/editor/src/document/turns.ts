/** What the tabs of one browser that show the same flow say to each other. */
export type Message =
  | { readonly type: 'saved'; readonly revision: number }
  /** A tab would like the turn, and the one that has it has brought its work to safety. */
  | { readonly type: 'ask' | 'ready' }

/** What tabs have in common: the Web Locks of the browser, and a channel that reaches all others but oneself. */
export interface Browser {
  readonly locks: Pick<LockManager, 'request'>
  open(name: string, hear: (message: Message) => void): { post(message: Message): void; close(): void }
}

export interface Listener {
  /** This tab may edit from now on. */
  mine(): void
  /** Another tab has the turn from now on. */
  lost(): void
  /** Another tab asks for the turn: what is unsaved is to be saved first. */
  asked(): Promise<void>
  /** Another tab saved a revision. */
  saved(revision: number): void
}

export interface Turn {
  /** Whether this tab may edit; waits up to `ms` for one that is just being closed. */
  soon(ms: number): Promise<boolean>
  /** Takes the turn from the tab that has it, once that has saved or does not answer. */
  take(): Promise<void>
  saved(revision: number): void
  leave(): void
}

const ANSWER_MS = 1_500

/**
 * Of all tabs of a browser that show a flow one may edit: the one that holds the lock of that flow. The others wait for it
 * in line, so that the turn passes on when a tab is closed or dies. Who cannot wait steals it.
 */
export function joinTurns(flowId: string, listener: Listener, browser = thisBrowser()): Turn {
  if (!browser) return alone(listener)
  const name = `quorum edits ${flowId}`
  let gone = false
  let waiting = new AbortController()
  let release = (): void => undefined
  let wake = (): void => undefined
  const granted = new Promise<void>((resolve) => {
    wake = resolve
  })
  let answered = (): void => undefined

  const channel = browser.open(name, (message) => {
    if (message.type === 'saved') listener.saved(message.revision)
    else if (message.type === 'ready') answered()
    else if (holding) void listener.asked().finally(() => channel.post({ type: 'ready' }))
  })

  let holding = false
  const request = (options: LockOptions): void => {
    let held = false
    const hold = (): Promise<void> => {
      if (gone) return Promise.resolve()
      held = true
      holding = true
      wake()
      listener.mine()
      return new Promise((resolve) => {
        release = resolve
      })
    }
    // Ends with an error when somebody steals the lock, and when one no longer waits in line.
    void browser.locks
      .request(name, options, hold)
      .catch(() => undefined)
      .finally(() => {
        if (!held || gone) return
        holding = false
        listener.lost()
        line()
      })
  }
  const line = (): void => {
    waiting = new AbortController()
    request({ signal: waiting.signal })
  }
  line()

  return {
    async soon(ms) {
      await Promise.race([granted, pause(ms)])
      return holding
    },
    async take() {
      const answer = new Promise<void>((resolve) => {
        answered = resolve
      })
      channel.post({ type: 'ask' })
      await Promise.race([answer, granted, pause(ANSWER_MS)])
      if (holding || gone) return
      waiting.abort()
      request({ steal: true })
    },
    saved: (revision) => channel.post({ type: 'saved', revision }),
    leave() {
      gone = true
      waiting.abort()
      release()
      channel.close()
    },
  }
}

/** Where tabs cannot know of each other each may edit; the server asks whoever saves second. */
function alone(listener: Listener): Turn {
  listener.mine()
  return {
    soon: async () => true,
    take: async () => undefined,
    saved: () => undefined,
    leave: () => undefined,
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Locks are there on pages of https and of this machine only. */
function thisBrowser(): Browser | null {
  const { locks } = navigator
  if (!locks || typeof BroadcastChannel === 'undefined') return null
  return {
    locks,
    open(name, hear) {
      const channel = new BroadcastChannel(name)
      channel.onmessage = ({ data }: MessageEvent<Message>) => hear(data)
      return { post: (message) => channel.postMessage(message), close: () => channel.close() }
    },
  }
}
