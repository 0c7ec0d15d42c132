import { instantModel } from './makerHanoi.ts'
import type { Template } from './template.ts'

interface Sum extends Pick<Template, 'id' | 'title' | 'summary'> {
  readonly description: string
  readonly task: 'addition' | 'multiplication'
  /** What the two numbers are called. */
  readonly labels: readonly [a: string, b: string]
  readonly sample: readonly [a: string, b: string]
  /** What comes out. */
  readonly result: { readonly id: string; readonly title: string }
}

/** A sum done on paper, a vote on every column. */
export function columnByColumn({ description, task, labels, sample, result, ...template }: Sum): Template {
  const [a, b] = sample
  return {
    ...template,
    pattern: 'P11',
    outcome: 'Make it reliable, fast or cheap',
    tags: ['maker', 'vote', 'reliability'],
    sampleInput: { a, b, p: 0.85, seed: 1 },
    flow: {
      format: 'quorum.flow/1',
      name: template.title,
      description,
      settings: { model: instantModel },
      nodes: [
        {
          id: 'numbers',
          kind: 'input',
          title: 'Numbers',
          position: { x: 0, y: 64 },
          params: {
            fields: [
              { name: 'a', label: labels[0], type: 'text', required: true },
              { name: 'b', label: labels[1], type: 'text', required: true },
              { name: 'p', label: 'How often the model is right (0 to 1)', type: 'number', default: 0.85 },
              { name: 'seed', label: 'Seed of the mistakes', type: 'number', default: 1 },
            ],
          },
        },
        { id: 'maker', kind: 'maker', title: 'Column by column', position: { x: 296, y: 64 }, params: { task } },
        { ...result, kind: 'output', position: { x: 712, y: 0 }, params: { name: result.id } },
        { id: 'report', kind: 'output', title: 'Report', position: { x: 712, y: 192 }, params: { name: 'report' } },
      ],
      edges: [
        { id: 'e1', source: 'numbers', sourcePort: 'out', target: 'maker', targetPort: 'initial' },
        { id: 'e2', source: 'maker', sourcePort: 'final', target: result.id, targetPort: 'in' },
        { id: 'e3', source: 'maker', sourcePort: 'report', target: 'report', targetPort: 'in' },
      ],
    },
  }
}
