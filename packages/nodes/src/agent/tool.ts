import type { FlowIssue, FlowNode, NodeDefinition, ToolFace } from '@quorum/engine'
import { z } from 'zod'
import { call } from '../call/definition.ts'
import { code } from '../code/definition.ts'
import { file } from '../file/definition.ts'
import { http } from '../http/definition.ts'
import { mcpTool } from '../mcp-tool/definition.ts'
import { duplicates, issue } from '../params.ts'
import { webPage } from '../web-page/definition.ts'
import { agent } from './definition.ts'
import type { Tool } from './toolParam.ts'

/** Kinds an agent may be given, in the order they are offered. Itself among them, so it is only looked at in use. */
const toolKinds = (): readonly NodeDefinition[] =>
  [http, webPage, code, file, mcpTool, call, agent] as unknown as readonly NodeDefinition[]

/** A tool whose settings have been read. */
export interface ReadyTool {
  readonly tool: Tool
  readonly definition: NodeDefinition
  readonly params: unknown
  readonly face: ToolFace
  /** JSON Schema of the arguments. */
  readonly schema: Readonly<Record<string, unknown>>
}

/** @returns what is wrong with it in words if it cannot be offered. */
export function readTool(tool: Tool): ReadyTool | string {
  const definition = toolKinds().find(({ kind }) => kind === tool.kind)
  if (!definition?.asTool) {
    const known = toolKinds()
      .map(({ kind }) => kind)
      .join(', ')
    return `“${tool.kind}” cannot be a tool. Choose one of: ${known}.`
  }
  const params = definition.params.safeParse(tool.params)
  if (!params.success) return z.prettifyError(params.error)
  const face = definition.asTool(params.data)
  return { tool, definition, params: params.data, face, schema: tool.schema ?? face.schema }
}

/** What is wrong with the tools of an agent. */
export function toolIssues(tools: readonly Tool[], node: FlowNode, at = 'tools'): FlowIssue[] {
  const issues = duplicates(tools.map(({ name }) => name)).map((name) =>
    issue(node, 'duplicate-tool', at, `Two tools are called “${name}”. Rename one of them.`),
  )
  tools.forEach((tool, index) => {
    const ready = readTool(tool)
    const path = `${at}[${index}]`
    if (typeof ready === 'string') {
      issues.push(issue(node, 'invalid-tool', path, `The tool “${tool.name}”: ${ready}`))
      return
    }
    const inner = { ...node, kind: tool.kind, params: tool.params }
    for (const found of ready.definition.check?.(ready.params, inner) ?? [])
      issues.push({ ...found, message: `The tool “${tool.name}”: ${found.message}`, path: inside(found, path) })
  })
  return issues
}

const inside = ({ path }: FlowIssue, at: string): string => `params.${at}.${path ?? 'params'}`

/** Texts of tools, as the agent's own: their `input` is what the model will pass. */
export const toolTexts = (tools: readonly Tool[]) =>
  tools.flatMap((tool, index) => {
    const ready = readTool(tool)
    if (typeof ready === 'string') return []
    const texts = ready.definition.templates(ready.params)
    return texts.map(({ path, text, own = [] }) => ({
      path: `tools[${index}].params.${path}`,
      text,
      own: [...own, 'input'],
    }))
  })

export const toolModels = (tools: readonly Tool[]): string[] =>
  tools.flatMap((tool) => {
    const ready = readTool(tool)
    return typeof ready === 'string' ? [] : [...ready.definition.models(ready.params)]
  })
