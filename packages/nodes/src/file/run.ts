import { completed, type NodeBehaviour, StepFailure } from '@quorum/engine'
import type { z } from 'zod'
import { type file, fileName, textsOf } from './definition.ts'

/** `out` is the text that was read, the list of files, or `{name, size}` of what was written. */
export const runFile: NodeBehaviour<z.infer<typeof file.params>> = {
  async task(ctx, params, { names }) {
    const { action, missing } = params
    const texts = Object.entries(textsOf(params))
    const rendered = await ctx.render(
      texts.map(([, text]) => text),
      names,
    )
    const request = Object.fromEntries(texts.map(([key], i) => [key, rendered[i] ?? '']))
    if (request.name !== undefined) request.name = request.name.trim()
    if (request.name !== undefined && !fileName.test(request.name))
      throw new StepFailure(
        'invalid-request',
        `“${request.name.slice(0, 100)}” is no name for a file. It takes letters, digits, spaces and . _ -, no folders.`,
      )
    return completed({ out: await ctx.service('files', { action, missing, ...request }) })
  },
}
