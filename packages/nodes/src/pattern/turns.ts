import type { Body } from '@quorum/engine'
import { agentNode } from './body.ts'

/** What an agent of a conversation is asked: who it is this time stands in what reaches it. */
export type Asked = { readonly model: string; readonly system: string; readonly prompt: string }

/** An agent inside a loop who is somebody else every turn, as the piece before it says ({@link Asked}). */
export const speaker = (
  id: string,
  parent: string,
  more: { readonly schema?: unknown; readonly policy?: Body['nodes'][number]['policy'] } = {},
): Body['nodes'][number] => {
  const { schema, policy } = more
  const asked = { model: '{{ input.model }}', system: '{{ input.system }}', prompt: '{{ input.prompt }}' }
  return agentNode(id, schema === undefined ? asked : { ...asked, schema }, { parent, ...(policy ? { policy } : {}) })
}

/** One thing somebody said. */
export type Said = { readonly speaker: string; readonly text: string }

export const threadText = (thread: readonly Said[], otherwise = 'Nobody has said anything yet.'): string =>
  thread.length === 0 ? otherwise : thread.map(({ speaker: name, text }) => `${name}: ${text}`).join('\n\n')
