import {
  conditionNames,
  conditionProblem,
  evaluate,
  Flow,
  isPlain,
  parseFlow,
  renderPlain,
  StepFailure,
  templateNames,
  templateProblem,
  type Value,
  validateFlow,
  When,
} from '@quorum/engine'
import '@quorum/engine/expressions'
import { definitionOf } from '@quorum/nodes/definitions'
import { kit } from '@quorum/nodes/runners'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { readMermaid } from '../mermaid/read.ts'
import { writeMermaid } from '../mermaid/write.ts'
import { createSandbox } from '../sandbox/sandbox.ts'
import { anyJson, brokenFlow, nastyText, wordsOf } from './nasty.ts'
import { runs, within } from './within.ts'

const names: Record<string, Value> = {
  input: { score: 0.5, text: 'abc', tags: ['a', 'b'], deep: { a: { b: [1, null, { c: '' }] } } },
  nodes: { q: { question: 'Why?' } },
  round: 2,
}
const long = 3_600_000
/** It is stopped after 250 ms and killed after 750; the rest is what a busy machine may add. */
const sandboxMs = 10_000

/** A failure in words is an answer; anything else thrown is a fault of ours. */
function asked<T>(work: () => T): T | null {
  try {
    return within(work)
  } catch (error) {
    if (error instanceof StepFailure && error.message !== '') return null
    throw error
  }
}

describe('whatever comes in', () => {
  test(
    'flow documents are read or refused in words, and what was read is read again as the same',
    () => {
      fc.assert(
        fc.property(fc.oneof({ weight: 9, arbitrary: brokenFlow }, { weight: 1, arbitrary: anyJson }), (document) => {
          const parsed = within(() => parseFlow(document))
          const issues = within(() => validateFlow(document, kit))
          for (const { code, message } of issues) expect(code && message).not.toBe('')
          if (parsed.ok)
            expect(JSON.stringify(Flow.parse(JSON.parse(JSON.stringify(parsed.flow))))).toBe(
              JSON.stringify(parsed.flow),
            )
          else expect(issues.some(({ severity }) => severity === 'error')).toBe(true)
        }),
        { numRuns: runs(0.25) },
      )
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
    },
    long,
  )

  const template = wordsOf([
    '{{',
    '}}',
    '{%',
    '%}',
    '{{-',
    ' input',
    '.text',
    '.deep.a',
    '["',
    '"]',
    '[0]',
    ' | ',
    'upcase',
    ' raw ',
    'for x in input.tags',
    'endfor',
    'if ',
    'endif',
    "'",
    '"',
    '.__proto__',
    '.constructor',
    '\n',
  ])
  test(
    'texts with names in them',
    () => {
      fc.assert(
        fc.property(fc.oneof(template, nastyText), (text) => {
          const problem = within(() => templateProblem(text))
          within(() => templateNames(text))
          if (within(() => isPlain(text)) && problem === null)
            expect(typeof (asked(() => renderPlain(text, names)) ?? '')).toBe('string')
        }),
        { numRuns: runs(0.2) },
      )
    },
    long,
  )

  test(
    'texts with filters and tags, in the sandbox',
    async () => {
      const sandbox = createSandbox()
      await sandbox.render(['to have it started'], names, new AbortController().signal)
      onTestFinished(() => sandbox.close())
      await fc.assert(
        fc.asyncProperty(fc.array(template, { minLength: 1, maxLength: 5 }), async (texts) => {
          const from = performance.now()
          const rendered = await sandbox.render(texts, names, new AbortController().signal).catch((error: unknown) => {
            if (error instanceof StepFailure && error.message !== '') return []
            throw error
          })
          for (const text of rendered) expect(typeof text).toBe('string')
          expect(performance.now() - from).toBeLessThan(sandboxMs)
        }),
        { numRuns: runs(0.01, 5) },
      )
    },
    long,
  )

  const cel = wordsOf(
    [
      'input',
      '.score',
      '.tags',
      '[0]',
      ' >= ',
      ' == ',
      ' && ',
      ' || ',
      '!',
      '0.5',
      '1',
      '"a"',
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      ':',
      ',',
      'size(',
      'has(',
      '.map(x, ',
      '.all(x, ',
      '.matches(',
      ' ? ',
      ' in ',
      '-',
      ' * ',
      'string(',
      'duration("1s")',
      'true',
      'null',
      '.contains(',
    ],
    30,
  )
  const row = fc.record({
    left: fc.oneof(nastyText, fc.constantFrom('input.score', 'input.tags', 'input.deep.a.b[2].c', 'round')),
    op: fc.constantFrom('=', '!=', '>', '<=', 'contains', 'startsWith', 'matches', 'exists', 'isEmpty', 'in'),
    right: anyJson,
  })
  const condition: fc.Arbitrary<unknown> = fc.oneof(
    cel,
    row,
    fc.record({ all: fc.array(row) }),
    fc.record({ any: fc.array(fc.oneof(cel, row)) }),
    anyJson,
  )
  test(
    'conditions',
    () => {
      fc.assert(
        fc.property(condition, (given) => {
          const parsed = within(() => When.safeParse(given))
          if (!parsed.success) return
          within(() => conditionNames(parsed.data))
          if (within(() => conditionProblem(parsed.data)) === null)
            expect(typeof (asked(() => evaluate(parsed.data, names)) ?? true)).toBe('boolean')
        }),
        { numRuns: runs(0.2) },
      )
    },
    long,
  )

  const drawing = wordsOf(
    [
      'flowchart LR\n',
      'graph TD\n',
      'A',
      'B',
      'C1',
      '[',
      ']',
      '(',
      ')',
      '{',
      '}',
      '((',
      '))',
      '-->',
      '-.->',
      '==>',
      '-- yes -->',
      '|no|',
      '\n',
      ';',
      ' & ',
      'subgraph x\n',
      'end\n',
      'class A agent',
      ':::',
      'classDef a fill:#fff',
      '%% quorum',
      '%%{init: {}}%%\n',
      '"',
      '#quot;',
      '---\ntitle: x\n---\n',
      '@{ shape: diamond }',
      'style A',
      'click A "x"',
    ],
    60,
  )
  test(
    'drawings in Mermaid, and back',
    () => {
      fc.assert(
        fc.property(drawing, (text) => {
          const { flow } = within(() => readMermaid(`flowchart LR\n${text}`, definitionOf))
          if (flow === null) return
          within(() => validateFlow(flow, kit))
          const written = within(() => writeMermaid(flow, definitionOf))
          expect(within(() => readMermaid(written, definitionOf)).flow?.nodes.length).toBe(flow.nodes.length)
        }),
        { numRuns: runs(0.15) },
      )
    },
    long,
  )
})
