import { expect, test } from 'vitest'
import { pastedKeys } from './pastedKeys.ts'

const node = (params: Record<string, unknown>) => ({ id: 'a', kind: 'http', position: { x: 0, y: 0 }, params })

test.each([
  { headers: { Authorization: 'Bearer abcdefghijklmnopqrstuvwxyz' } },
  { prompt: 'Use sk-proj-abcdefghijklmnop1234 for it' },
  { tools: [{ params: { url: 'https://a.example?key=AIzaSyA1234567890123456789012345678901' } }] },
])('a key in %j is warned about, where it stands, and does not keep the flow from running', (params) => {
  const [issue, ...more] = pastedKeys({ nodes: [node(params)] })
  expect(issue).toMatchObject({ code: 'pasted-key', severity: 'warning', nodeId: 'a' })
  expect(issue?.path).toMatch(/^nodes\[0\]\.params\.(headers\.Authorization|prompt|tools\[0\]\.params\.url)$/)
  expect(more).toEqual([])
})

test('ordinary texts are not, nor the names of stored keys', () => {
  expect(
    pastedKeys({ nodes: [node({ prompt: 'Ask the task-force about sk-1 and risk-taking', credential: 'work' })] }),
  ).toEqual([])
})
