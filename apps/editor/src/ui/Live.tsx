import { useEffect, useState } from 'react'

type Listener = (text: string, urgent: boolean) => void
const listeners = new Set<Listener>()

/** Tells people who listen to the page. Polite messages are merged: at most one in two seconds. */
export function announce(text: string, urgent = false): void {
  for (const listener of listeners) listener(text, urgent)
}

const quietMs = 2_000

/** The live regions of the page. Once per page. */
export function Live() {
  const [polite, setPolite] = useState('')
  const [assertive, setAssertive] = useState('')
  useEffect(() => {
    let pending: string[] = []
    let timer: ReturnType<typeof setTimeout> | undefined
    const speak = () => {
      timer = undefined
      if (pending.length === 0) return
      setPolite([...new Set(pending)].join(', '))
      pending = []
      timer = setTimeout(speak, quietMs)
    }
    const listener: Listener = (text, urgent) => {
      if (urgent) return setAssertive(text)
      pending.push(text)
      timer ??= setTimeout(speak, 0)
    }
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
      clearTimeout(timer)
    }
  }, [])
  return (
    <>
      <div aria-live="polite" className="sr-only">
        {polite}
      </div>
      <div aria-live="assertive" className="sr-only">
        {assertive}
      </div>
    </>
  )
}
