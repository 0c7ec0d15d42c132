import { practiceModel, type Template } from './template.ts'

interface Around extends Omit<Template, 'flow' | 'sampleInput'> {
  readonly description: string
  readonly kind: string
  readonly params?: Record<string, unknown>
  /** What people are asked for; a list goes to the pattern as a list. */
  readonly field: { readonly name: string; readonly label: string; readonly type?: 'text' | 'list' }
  readonly sample: string | readonly string[]
  /** Of the flow, for patterns that want one. */
  readonly budget?: { readonly calls: number }
  /** Ports of the pattern that become outputs, the main one first. */
  readonly outputs: readonly (readonly [port: string, title: string])[]
}

/** The smallest flow that shows a pattern: what is asked, the pattern, what comes out. */
export function aroundPattern(around: Around): Template {
  const { description, kind, params = {}, field, sample, outputs, budget, ...template } = around
  return {
    ...template,
    sampleInput: { [field.name]: sample },
    flow: {
      format: 'quorum.flow/1',
      name: template.title,
      description,
      settings: { model: practiceModel, ...(budget ? { budget } : {}) },
      nodes: [
        {
          id: 'asked',
          kind: 'input',
          title: field.label,
          position: { x: 0, y: 52 },
          params: { fields: [{ type: 'text', ...field, required: true }] },
        },
        { id: 'pattern', kind, title: template.title, position: { x: 360, y: 0 }, params },
        ...outputs.map(([port, title], i) => ({
          id: `out-${port}`,
          kind: 'output',
          title,
          position: { x: 776, y: i * 200 },
          params: { name: port },
        })),
      ],
      edges: [
        {
          id: 'e1',
          source: 'asked',
          sourcePort: field.type === 'list' ? field.name : 'out',
          target: 'pattern',
          targetPort: 'in',
        },
        ...outputs.map(([port], i) => ({
          id: `o${i + 1}`,
          source: 'pattern',
          sourcePort: port,
          target: `out-${port}`,
          targetPort: 'in',
        })),
      ],
    },
  }
}
