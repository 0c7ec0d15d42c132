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
  /** What is drawn around the worker, the outermost first; all its `gives` go to what is around it. */
  readonly within?: readonly {
    readonly kind: string
    readonly title: string
    readonly params?: Record<string, unknown>
    readonly gives?: readonly string[]
  }[]
  /** Ports of the pool that become outputs, the main one first. */
  readonly outputs: readonly (readonly [port: string, title: string])[]
}

/** The smallest flow that shows a kind of pool: what is asked, the pool with one agent in it, what comes out. */
export function aroundPool(around: Around): Template {
  const { description, kind, params = {}, name, field, sample, worker, within = [], outputs, ...template } = around
  const { title, ...asked } = worker
  const edge = (id: string, source: string, sourcePort: string, target: string, targetPort = 'in') => ({
    id,
    source,
    sourcePort,
    target,
    targetPort,
  })
  // A frame of 40 px around what lies inside, under a head of 130.
  const deep = within.length
  const frames = within.map(({ gives = ['out'], ...one }, i) => ({ ...one, gives, id: `around-${i + 1}` }))
  const boxes = ['pool', ...frames.map(({ id }) => id)]
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
          size: { width: 400 + 80 * deep, height: 336 + 180 * deep },
          params,
        },
        ...frames.map(({ gives: _, ...frame }, i) => ({
          ...frame,
          parent: boxes[i],
          position: { x: 40, y: 130 },
          size: { width: 400 + 80 * (deep - i - 1), height: 336 + 180 * (deep - i - 1) },
        })),
        { id: 'worker', kind: 'agent', title, parent: boxes.at(-1), position: { x: 80, y: 150 }, params: asked },
        ...outputs.map(([port, title], i) => ({
          id: `out-${port}`,
          kind: 'output',
          title,
          position: { x: 856 + 80 * deep, y: i * 160 },
          params: { name: port },
        })),
      ],
      edges: [
        edge('e1', 'asked', field.type === 'text' ? 'out' : field.name, 'pool'),
        edge('e2', 'pool', 'item', boxes[1] ?? 'worker'),
        ...frames.map(({ id }, i) => edge(`in${i + 1}`, id, 'in', boxes[i + 2] ?? 'worker')),
        edge('e3', 'worker', 'out', boxes.at(-1) ?? 'pool', 'result'),
        ...frames.flatMap(({ id, gives }, i) =>
          gives.map((port) => edge(`${port}${i + 1}`, id, port, boxes[i] ?? 'pool', 'result')),
        ),
        ...outputs.map(([port], i) => edge(`o${i + 1}`, 'pool', port, `out-${port}`)),
      ],
    },
  }
}
