import { Flow } from '@quorum/engine'
import { afterEach, expect, test, vi } from 'vitest'
import { dispatch, useDocument } from './documentStore.ts'
import { issuesNow, useProblems, watchProblems } from './problems.ts'

let stop = (): void => {}
afterEach(() => stop())

test('who runs right after an edit is told of the flow as it is now, not as it was before the last pause', async () => {
  const flow = Flow.parse({
    format: 'quorum.flow/1',
    name: 'Tool',
    nodes: [{ id: 't', kind: 'mcp-tool', params: { tool: 'forecast' }, position: { x: 0, y: 0 } }],
    edges: [],
  })
  useDocument.setState({ id: 'f', flow })
  stop = watchProblems()
  const addresses = () => issuesNow().filter(({ path }) => path?.includes('url'))
  await vi.waitFor(() => expect(addresses()).toHaveLength(1))

  dispatch({ type: 'setParams', nodeId: 't', params: { url: 'https://example.org/mcp' } })
  expect(useProblems.getState().issues.some(({ path }) => path?.includes('url'))).toBe(true)
  expect(addresses()).toEqual([])
})
