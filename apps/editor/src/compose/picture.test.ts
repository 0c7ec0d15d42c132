import { Flow } from '@quorum/engine'
import { templates } from '@quorum/nodes/templates'
import { expect, test } from 'vitest'
import { pictureOf } from './picture.ts'

test.each(templates.map(({ id, flow }) => [id, Flow.parse(flow)] as const))(
  'the picture of %s is whole and names every step',
  (_, flow) => {
    const svg = new DOMParser().parseFromString(pictureOf(flow), 'image/svg+xml')
    expect(svg.querySelectorAll('path')).toHaveLength(flow.edges.length)
    expect(svg.querySelectorAll('rect')).toHaveLength(flow.nodes.length + 1)
    expect(svg.documentElement.outerHTML).not.toContain('NaN')
  },
)

test('names are text, never markup', () => {
  const flow = Flow.parse({
    format: 'quorum.flow/1',
    name: '<script>',
    nodes: [{ id: 'a', kind: 'agent', title: '</text><script>', params: {} }],
    edges: [],
  })
  expect(pictureOf(flow)).not.toContain('<script')
})
