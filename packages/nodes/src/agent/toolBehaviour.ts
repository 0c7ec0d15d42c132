import type { NodeBehaviour } from '@quorum/engine'
import { runFlowTool } from '../call/runTool.ts'
import { runCode } from '../code/run.ts'
import { runFile } from '../file/run.ts'
import { runHttp } from '../http/run.ts'
import { runMcpTool } from '../mcp-tool/run.ts'
import { runWebPage } from '../web-page/run.ts'
import { runAgent } from './run.ts'

/** What does the work of a tool, by its kind. Looked up in use: an agent may be a tool of agents. */
export const toolBehaviour = (kind: string): NodeBehaviour => {
  const behaviours: Readonly<Record<string, unknown>> = {
    http: runHttp,
    'web-page': runWebPage,
    code: runCode,
    file: runFile,
    'mcp-tool': runMcpTool,
    call: runFlowTool,
    agent: runAgent,
  }
  return (behaviours[kind] ?? {}) as NodeBehaviour
}
