import { Flow, firstPort, portsOf, validateFlow } from '@quorum/engine'
import { definitionOf } from '@quorum/nodes/definitions'
import { kit } from '@quorum/nodes/runners'
import { templates } from '@quorum/nodes/templates'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readMermaid } from './read.ts'
import { sourceOf } from './source.ts'
import { writeMermaid } from './write.ts'

const read = (text: string) => {
  const { flow, ...told } = readMermaid(text, definitionOf)
  if (flow === null) throw new Error('too large')
  return { flow, ...told }
}

/** What a drawing can hold of a flow. */
function drawable(flow: Flow) {
  const byId = new Map(flow.nodes.map((node) => [node.id, node]))
  const first = (id: string, side: 'inputs' | 'outputs') => {
    const node = byId.get(id)
    const definition = node && definitionOf(node.kind)
    return node && definition ? firstPort(portsOf(node, definition)[side], '') : ''
  }
  const port = (given: string | undefined, other: string, id: string, side: 'inputs' | 'outputs') => {
    if (byId.get(other)?.parent === id) return given ?? (side === 'outputs' ? 'item' : 'result')
    return given ?? first(id, side)
  }
  return {
    name: flow.name,
    nodes: flow.nodes
      .map(({ id, kind, title, parent }) => ({ id, kind, parent, title: title || (definitionOf(kind)?.title ?? kind) }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
    edges: flow.edges.map(({ source, target, sourcePort, targetPort, maxRounds }) => [
      source,
      port(sourcePort, target, source, 'outputs'),
      target,
      port(targetPort, source, target, 'inputs'),
      maxRounds,
    ]),
  }
}

test.each(templates)('the template $id comes back from its drawing, settings and places too', ({ flow: file }) => {
  const flow = Flow.parse(file)
  const text = writeMermaid(flow, definitionOf)
  expect(sourceOf(text)).toBe('mermaid')
  const back = read(text)
  expect(back).toMatchObject({ lost: [], guessed: [] })
  expect(drawable(back.flow)).toEqual(drawable(flow))
  const rest = ({ nodes, edges: _, ...whole }: Flow) => ({
    ...whole,
    nodes: Object.fromEntries(nodes.map(({ title: _title, ...node }) => [node.id, node])),
  })
  expect(rest(back.flow)).toEqual(rest(flow))
  expect(writeMermaid(back.flow, definitionOf)).toBe(text)
})

test('who draws on in Mermaid keeps the settings of what was there, and who breaks them is told', () => {
  const text = writeMermaid(Flow.parse(templates.find(({ id }) => id === 'council-of-three')?.flow), definitionOf)
  const council = /%% step (\S+) \{"position".*members/.exec(text)?.[1]
  const longer = read(`${text}  ${council} --> extra["Second look"]:::agent`).flow
  expect(longer.nodes.find(({ id }) => id === council)?.params).toHaveProperty('members')
  expect(longer.nodes.at(-1)).toMatchObject({ id: 'extra', kind: 'agent', title: 'Second look', params: {} })
  const broken = read(text.replace(/(%% step \S+ ).*members.*/, '$1{"params": 3}'))
  expect(broken.lost).toEqual([expect.stringContaining('cannot be read')])
  // No comment of ours is taken for a directive of Mermaid's.
  const sly = Flow.parse({
    format: 'quorum.flow/1',
    name: 'x',
    nodes: [{ id: 'a', kind: 'agent', params: { prompt: '%%{init: {}}%%' } }],
    edges: [],
  })
  expect(writeMermaid(sly, definitionOf)).not.toContain('%%{')
  expect(read(writeMermaid(sly, definitionOf)).flow.nodes[0]?.params).toEqual({ prompt: '%%{init: {}}%%' })
})

const title = fc
  .string({ unit: 'binary', maxLength: 40 })
  .map((text) => text.trim())
  .filter((text) => text !== '')
const anyFlow = fc
  .record({
    name: fc
      .string({ minLength: 1, maxLength: 30 })
      .map((text) => text.trim())
      .filter((text) => text !== ''),
    nodes: fc.uniqueArray(
      fc.record({
        id: fc.oneof(
          fc.stringMatching(/^[A-Za-z0-9-]{1,12}$/).filter((id) => !['constructor', 'prototype'].includes(id)),
          fc.constantFrom('end', 'graph', 'o', 'n1', 'class'),
        ),
        kind: fc.constantFrom(
          'agent',
          'input',
          'output',
          'join',
          'vote',
          'gate',
          'council',
          'http',
          'template',
          'pool',
        ),
        title: fc.option(title, { nil: undefined }),
        inside: fc.nat(),
      }),
      { minLength: 1, maxLength: 12, selector: ({ id }) => id },
    ),
    edges: fc.array(
      fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.option(fc.integer({ min: 1, max: 99 }), { nil: undefined })),
      {
        maxLength: 15,
      },
    ),
  })
  .map(({ name, nodes, edges }) => {
    const pools = nodes.filter(({ kind }) => kind === 'pool')
    return Flow.parse({
      format: 'quorum.flow/1',
      name,
      nodes: nodes.map(({ inside, ...node }) => {
        const parent = inside % 3 === 0 && node.kind !== 'pool' ? pools[inside % (pools.length || 1)]?.id : undefined
        return { ...node, ...(parent === undefined ? {} : { parent }) }
      }),
      edges: edges.map(([from, to, pick, maxRounds], index) => {
        const source = nodes[from % nodes.length]
        const target = nodes[to % nodes.length]
        const outputs =
          definitionOf(source?.kind ?? '')?.ports(definitionOf(source?.kind ?? '')?.params.parse({})).outputs ?? []
        return {
          id: `e${index}`,
          source: source?.id,
          target: target?.id,
          ...(outputs.length > 0 && pick % 2 ? { sourcePort: outputs[pick % outputs.length]?.id } : {}),
          ...(maxRounds === undefined ? {} : { maxRounds }),
        }
      }),
    })
  })

test('any drawn flow comes back with its steps, titles, places in boxes, ports and rounds', () => {
  fc.assert(
    fc.property(anyFlow, (flow) => {
      // What leads into or out of a box names the box's own ports there.
      const parents = new Map(flow.nodes.map(({ id, parent }) => [id, parent]))
      fc.pre(flow.edges.every(({ source, target }) => parents.get(target) !== source && parents.get(source) !== target))
      expect(drawable(read(writeMermaid(flow, definitionOf)).flow)).toEqual(drawable(flow))
    }),
    { numRuns: 500 },
  )
})

test('a drawing made by people becomes a flow that starts, ends and has no errors', () => {
  const { flow, lost, guessed } = read(`flowchart TD
    %% a comment
    A([Start]) --> B[Write a draft]
    B --> C{Good enough?}
    C -->|yes| D[/"Polish &amp; print"/]
    C -- no --> B
    D & C -.-> E((Vote))
    style A fill:#f9f
    this is !! not readable`)
  expect(flow.nodes.map(({ id, kind, title }) => [id, kind, title])).toEqual([
    ['A', 'input', 'Start'],
    ['B', 'agent', 'Write a draft'],
    ['C', 'branch', 'Good enough?'],
    ['D', 'template', 'Polish & print'],
    ['E', 'vote', undefined],
    ['output', 'output', undefined],
  ])
  expect(flow.nodes[2]?.params).toEqual({
    cases: [
      { id: 'yes', label: 'yes' },
      { id: 'no', label: 'no' },
    ],
    classifier: { instructions: 'Good enough?\n\n{{ input }}' },
  })
  expect(validateFlow(flow, kit).filter(({ severity }) => severity === 'error')).toEqual([])
  expect(guessed).toContain('“Write a draft”: agents, whose task is what the drawing calls them.')
  expect(flow.edges.map(({ source, sourcePort, target }) => [source, sourcePort, target])).toEqual([
    ['A', undefined, 'B'],
    ['B', undefined, 'C'],
    ['C', 'yes', 'D'],
    ['C', 'no', 'B'],
    ['D', undefined, 'E'],
    ['C', undefined, 'E'],
    ['C', 'else', 'E'],
    ['E', undefined, 'output'],
  ])
  expect(lost).toEqual(['Colours, styles and links of the drawing', '“this is !! not readable” could not be read'])
  expect(new Set(flow.nodes.map(({ position }) => `${position.x} ${position.y}`)).size).toBe(flow.nodes.length)
})

test('frames become groups, several ends several results, and words that leave no doubt count', () => {
  const { flow, guessed } = read(`graph TD
    subgraph Research
      A[Search the web] --> B[Read papers]
    end
    Q[Plan] --> Research
    Research --> H[Human approval]
    H --> V((Done))
    H --> W((Done))`)
  expect(flow.groups).toEqual([{ id: 'frame1', title: 'Research', nodes: ['A', 'B'] }])
  expect(flow.edges.map(({ source, target }) => `${source}>${target}`)).toEqual([
    ...['A>B', 'Q>A', 'B>H', 'H>V', 'H>W', 'input>Q'],
  ])
  expect(flow.nodes.find(({ id }) => id === 'H')?.kind).toBe('approval')
  expect(flow.nodes.flatMap(({ kind, params }) => (kind === 'output' ? [params.name] : []))).toEqual(['Done', 'Done 2'])
  expect(validateFlow(flow, kit).filter(({ severity }) => severity === 'error')).toEqual([])
  expect(guessed.join(' ')).toContain('“Human approval”: where a person approves.')
})

test('a diagram as articles have it: title in front, words at arrows, plain boxes where it begins and ends', () => {
  const { flow, lost } = read(`---
title: Evaluator-Optimizer
---
flowchart LR
  A[User request] --> B[Generator]
  B -- Solution --> C{Good?}
  C -- Accepted --> D[Final answer]
  C -- Rejected + feedback --> B`)
  expect([flow.name, lost]).toEqual(['Evaluator-Optimizer', []])
  expect(flow.nodes.map(({ kind }) => kind)).toEqual(['input', 'agent', 'branch', 'output'])
  expect(flow.edges.map(({ source, sourcePort, target }) => [source, sourcePort, target])).toEqual([
    ['A', undefined, 'B'],
    ['B', undefined, 'C'],
    ['C', 'Accepted', 'D'],
    ['C', 'Rejected + feedback', 'B'],
    ['C', 'else', 'D'],
  ])
  expect(validateFlow(flow, kit).filter(({ severity }) => severity === 'error')).toEqual([])
})

test('no text makes reading throw', () => {
  const pieces = fc.constantFrom(
    ...[
      'flowchart LR',
      '\n',
      'a',
      'b',
      '-->',
      '---',
      '-.->',
      '==>',
      '|x|',
      '[',
      ']',
      '([',
      '])',
      '{',
      '}',
      '((',
      '))',
      '"',
    ],
    ...[
      'subgraph s',
      'end',
      ':::agent',
      ':::inside',
      ' & ',
      ' ',
      ';',
      '%% id a b',
      'class a pool',
      '->',
      '--',
      '#34;',
      '<br>',
    ],
  )
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces, { maxLength: 60 }).map((all) => all.join('')),
  )
  fc.assert(
    fc.property(texts, (text) => {
      sourceOf(text)
      const { flow } = readMermaid(text, definitionOf)
      if (flow) writeMermaid(flow, definitionOf)
    }),
    { numRuns: 1_500 },
  )
})

test.each([
  ['a long line', `flowchart LR\n${'a & '.repeat(500_000)}b --> ${'c & '.repeat(9)}d`],
  ['many short lines', `flowchart LR\n${'a & b & c --> d & e & f\n'.repeat(200_000)}`],
  ['deep frames', `flowchart LR\n${'subgraph x\n'.repeat(300_000)}`],
  ['many steps', `flowchart LR\n${Array.from({ length: 60_000 }, (_, i) => `a${i} --> a${i + 1}`).join('\n')}`],
  ['spaces', `flowchart LR\na -- ${' '.repeat(9_000)} b`],
])('%s is read in little time', (_, text) => {
  const before = performance.now()
  readMermaid(text, definitionOf)
  expect(performance.now() - before).toBeLessThan(5_000)
})
