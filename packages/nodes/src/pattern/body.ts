import {
  type Activation,
  type Body,
  defineNode,
  type NodeDefinition,
  OUTSIDE,
  port,
  type TemplateParam,
} from '@quorum/engine'
import { z } from 'zod'

type Names<P> = readonly string[] | ((params: P) => readonly string[])

interface Options<P> {
  readonly params?: z.ZodType<P>
  readonly inputs: Names<P>
  readonly outputs: Names<P>
  readonly activation?: (params: P) => Activation
  readonly callsOut?: boolean
  readonly verb?: string
  readonly templates?: (params: P) => readonly TemplateParam[]
  readonly models?: (params: P) => readonly string[]
}

/** A kind that exists only inside composites. */
export function piece<P = Record<string, unknown>>(
  kind: string,
  title: string,
  summary: string,
  options: Options<P>,
): NodeDefinition<P> {
  const named = (names: Names<P>, params: P) =>
    (typeof names === 'function' ? names(params) : names).map((id) => port(id))
  return defineNode<P>({
    kind,
    title,
    summary,
    category: 'flow',
    icon: 'box',
    hidden: true,
    params: options.params ?? (z.looseObject({}) as unknown as z.ZodType<P>),
    ports: (params) => ({ inputs: named(options.inputs, params), outputs: named(options.outputs, params) }),
    callsOut: () => options.callsOut ?? false,
    ...(options.activation ? { activation: options.activation } : {}),
    ...(options.verb ? { verb: options.verb } : {}),
    ...(options.templates ? { templates: options.templates } : {}),
    ...(options.models ? { models: options.models } : {}),
  })
}

/** For a piece that goes on with what has come, also if some of its feeders failed. */
export const withGaps = (): Activation => ({ type: 'arrivals' })

/** Edges in short: `a.out>b.in`, `@.in>a.in`, `a.out>@.result`. */
export const wires = (...lines: readonly string[]): Body['edges'] =>
  lines.map((line) => {
    const [from = '', to = ''] = line.split('>')
    const [source = OUTSIDE, sourcePort = ''] = from.split('.')
    const [target = OUTSIDE, targetPort = ''] = to.split('.')
    return { source, sourcePort, target, targetPort }
  })

type BodyNode = Body['nodes'][number]

interface Asked {
  readonly model?: string | undefined
  readonly system?: string
  readonly prompt?: string
  readonly schema?: unknown
  readonly temperature?: number | undefined
}

/** An agent of a body: leaves out what is not set, so that its own defaults hold. */
export const agentNode = (id: string, asked: Asked, more: Omit<Partial<BodyNode>, 'id' | 'kind'> = {}): BodyNode => ({
  id,
  kind: 'agent',
  ...more,
  params: Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined && value !== '')),
})

/** The agent of a pool whose items say who is asked what: `{system, prompt, model}`. */
export const itemAgent = (id: string, parent: string, more: Asked = {}): BodyNode =>
  agentNode(
    id,
    { model: '{{ item.model }}', system: '{{ item.system }}', prompt: '{{ item.prompt }}', ...more },
    { parent },
  )

/** What such an item looks like. */
export type WorkItem = { readonly model: string; readonly system: string; readonly prompt: string }

/**
 * Titles of inner nodes carry a number: without one they would hide nodes of the flow around that go by the same name
 * in somebody's prompt.
 */
export const numbered = (index: number, name: string): string => `${index + 1}. ${name}`

/** The errors of this node leave by its `error` port, so that the piece after it can go on without it. */
export const toPort = { policy: { onError: 'port' as const } }
