import { describe, expect, it } from 'vitest'
import { flowPath, historyPath, parseRoute, runPath, testsPath } from './router.ts'

describe('routes', () => {
  it('read back what the paths write, whatever the ids', () => {
    expect(parseRoute(flowPath('a b/ü'))).toEqual({ page: 'editor', flowId: 'a b/ü' })
    expect(parseRoute(historyPath('f'))).toEqual({ page: 'history', flowId: 'f' })
    expect(parseRoute(testsPath('f'))).toEqual({ page: 'tests', flowId: 'f' })
    expect(parseRoute(runPath('f', 'r'))).toEqual({ page: 'run', flowId: 'f', runId: 'r' })
  })
  it('know the plain pages', () => {
    expect(parseRoute('/')).toEqual({ page: 'home' })
    expect(parseRoute('/runs')).toEqual({ page: 'runs' })
    expect(parseRoute('/choose')).toEqual({ page: 'choose' })
    expect(parseRoute('/maker')).toEqual({ page: 'maker' })
    expect(parseRoute('/settings/')).toEqual({ page: 'settings' })
  })
  it.each(['/flows', '/flows/a/b', '/flows/a/runs', '/nothing', '/%E0%A4%A'])('have no page for %s', (path) => {
    expect(parseRoute(path)).toEqual({ page: 'missing', path })
  })
})
