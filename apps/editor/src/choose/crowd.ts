import type { FlowFile, NodeDefinition } from '@quorum/engine'
import { roles } from '@quorum/nodes/roles'

/** Those who take part in a pattern: the setting that lists them, and who they are. */
export interface Crowd {
  readonly setting: string
  readonly people: readonly Person[]
}
interface Person {
  readonly name: string
  readonly prompt: string
}

const isPerson = (value: unknown): value is Person => {
  const { name, prompt } = (value ?? {}) as Partial<Person>
  return typeof name === 'string' && typeof prompt === 'string'
}

/** The people of a pattern with these settings; null where it has none, or fewer than two. */
export function crowdOf(definition: NodeDefinition, params: unknown): Crowd | null {
  const parsed = definition.params.safeParse(params ?? {})
  if (!parsed.success) return null
  for (const [setting, value] of Object.entries(parsed.data as object))
    if (Array.isArray(value) && value.length > 1 && value.every(isPerson)) return { setting, people: value }
  return null
}

/** Who joins when more are wanted: first those who look at a thing from another side. */
const newcomers = [
  'skeptic',
  'pragmatist',
  'diagnostician',
  'data-analyst',
  'fact-checker',
  'optimist',
  'ux-designer',
  'finance',
]

/** The first of them, or all and some from the library of roles. */
export function peopleOf({ people }: Crowd, many: number): readonly Person[] {
  const taken = new Set(people.map(({ name }) => name))
  const joining = newcomers
    .flatMap((id) => roles.find((role) => role.id === id) ?? [])
    .filter(({ name }) => !taken.has(name))
    .map(({ name, prompt }) => ({ name, prompt }))
  return [...people, ...joining].slice(0, many)
}

/** The flow with so many people in its pattern, and called after that: an example may be named after its three. */
export function withMany(flow: FlowFile, definition: NodeDefinition, many: number): FlowFile {
  const node = flow.nodes.find(({ kind }) => kind === definition.kind)
  const crowd = node && crowdOf(definition, node.params)
  if (!node || !crowd || many === crowd.people.length) return flow
  const params = { ...node.params, [crowd.setting]: peopleOf(crowd, many) }
  const { title: _, ...untitled } = node
  return {
    ...flow,
    name: `${definition.title} of ${many}`,
    nodes: flow.nodes.map((one) => (one === node ? { ...untitled, params } : one)),
  }
}

export const most = (crowd: Crowd): number => crowd.people.length + 5
