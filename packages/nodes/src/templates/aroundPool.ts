import { practiceModel, type Template } from './template.ts'

interface Around extends Omit<Template, 'flow' | 'sampleInput'> {
  readonly description: string
  readonly kind: string
  readonly params?: Record<string, unknown>
  readonly name: string
  /** What people are asked for: a list of lines, tasks as JSON, or a text that goes to the pool as it is. */
  readonly field: { readonly name: string; readonly label: string; readonly type: 'text' | 'list' | 'json' }
  readonly sample: unknown
  /** What happens to each item. */
  readonly worker: { readonly title: string; readonly system: string; readonly prompt: string; readonly model?: string }
  /** Ports of the pool that become outputs, the main one first. */
  readonly outputs: readonly (readonly [port: string, title: string])[]
}

/** The smallest flow that shows a kind of pool: what is asked, the pool with one agent in it, what comes out. */
export function aroundPool(around: Around): Template {
  const { description, kind, params = {}, name, field, sample, worker, outputs, ...template } = around
  const { title, ...asked } = worker
  const edge = (id: string, source: string, sourcePort: string, target: string, targetPort = 'in') => ({
    id,
    source,
    sourcePort,
    target,
    targetPort,
  })
  return {
    ...template,
    sampleInput: { [field.name]: sample },
    flow: {
      format: 'quorum.flow/1',
      name: template.title,
      description,
      settings: { model: practiceModel, concurrency: 20 },
      nodes: [
        {
          id: 'asked',
          kind: 'input',
          title: field.label,
          position: { x: 0, y: 118 },
          params: { fields: [{ ...field, required: true }] },
        },
        {
          id: 'pool',
          kind,
          title: name,
          position: { x: 360, y: 0 },
          size: { width: 400, height: 336 },
          params,
        },
        { id: 'worker', kind: 'agent', title, parent: 'pool', position: { x: 80, y: 150 }, params: asked },
        ...outputs.map(([port, title], i) => ({
          id: `out-${port}`,
          kind: 'output',
          title,
          position: { x: 856, y: i * 160 },
          params: { name: port },
        })),
      ],
      edges: [
        edge('e1', 'asked', field.type === 'text' ? 'out' : field.name, 'pool'),
        edge('e2', 'pool', 'item', 'worker'),
        edge('e3', 'worker', 'out', 'pool', 'result'),
        ...outputs.map(([port], i) => edge(`o${i + 1}`, 'pool', port, `out-${port}`)),
      ],
    },
  }
}
