import { useDocument } from './documentStore.ts'

type Message =
  | { readonly type: 'hello' | 'here' | 'bye'; readonly tab: string }
  | { readonly type: 'saved'; readonly tab: string; readonly revision: number }

/** Lets the tabs of one browser that show the same flow know of each other. */
export function joinTabs(flowId: string): { saved(revision: number): void; leave(): void } {
  if (typeof BroadcastChannel === 'undefined') return { saved: () => undefined, leave: () => undefined }
  const channel = new BroadcastChannel(`quorum flow ${flowId}`)
  const tab = crypto.randomUUID()
  const others = new Set<string>()
  const send = (message: Message): void => channel.postMessage(message)
  const publish = (newerRevision?: number): void => {
    const { elsewhere } = useDocument.getState()
    useDocument.setState({
      elsewhere: { tabs: others.size, newerRevision: newerRevision ?? elsewhere.newerRevision },
    })
  }
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.type === 'bye') others.delete(data.tab)
    else others.add(data.tab)
    if (data.type === 'hello') send({ type: 'here', tab })
    publish(data.type === 'saved' && data.revision > useDocument.getState().revision ? data.revision : undefined)
  }
  const leave = (): void => {
    send({ type: 'bye', tab })
    channel.close()
    removeEventListener('pagehide', leave)
  }
  addEventListener('pagehide', leave)
  send({ type: 'hello', tab })
  return { saved: (revision) => send({ type: 'saved', tab, revision }), leave }
}
