import { defineNode, isRecord, port } from '@quorum/engine'
import { z } from 'zod'
import { jsonSchema, model, namedModels, notSupportedYet, template, templateParams } from '../params.ts'

/** One model call: instructions, a prompt, an answer. */
export const agent = defineNode({
  kind: 'agent',
  title: 'Agent',
  category: 'agent',
  summary: 'Asks a model, with your instructions, and passes its answer on.',
  aliases: ['llm', 'model', 'ask', 'prompt', 'chat', 'assistant', 'ai', 'bot'],
  icon: 'bot',
  cost: '1 call',
  params: z.looseObject({
    model: model(),
    system: template('Instructions', 'Who this agent is and how it should work.'),
    prompt: template('Prompt', 'What it is asked. {{ input }} is what reaches this node.', '{{ input }}'),
    schema: jsonSchema('Answer as', 'A JSON Schema: the answer is then an object of that shape instead of text.'),
    temperature: z.number().min(0).max(2).optional().meta({
      title: 'Temperature',
      description: '0 is steady, higher is more varied. Empty leaves it to the model.',
    }),
    maxOutputTokens: z.int().min(1).max(1_000_000).optional().meta({
      title: 'Longest answer (tokens)',
      description: 'Empty leaves it to the model.',
    }),
    tools: z
      .array(z.unknown())
      .max(100)
      .default([])
      .meta({ title: 'Tools', description: 'Cannot be used yet.', hidden: true }),
    maxTurns: z
      .int()
      .min(1)
      .max(100)
      .default(1)
      .meta({ title: 'Turns', description: 'Only counts with tools.', hidden: true }),
  }),
  ports: ({ schema }) => ({ inputs: [port('in')], outputs: [port('out', 'answer', schema ? 'json' : 'text')] }),
  fields: ({ schema }) =>
    schema?.additionalProperties === false && isRecord(schema.properties) ? Object.keys(schema.properties) : null,
  fact: (params) => modelName(params.model),
  rows: ({ model, schema }) => [
    { label: 'Model', value: modelName(model) },
    { label: 'Answers', value: schema ? 'in fields' : 'in text' },
  ],
  strip: true,
  verb: 'Thinking',
  callsOut: () => true,
  templates: ({ model, system, prompt }) => templateParams({ model, system, prompt }),
  asks: ({ schema, tools, maxTurns }) => ({
    min: 1,
    expected: 1,
    max: (schema ? 2 : 1) * (tools.length > 0 ? maxTurns : 1),
  }),
  models: ({ model }) => namedModels(model),
  check: ({ tools }, node) =>
    tools.length === 0 ? [] : [notSupportedYet(node, 'tools', 'An agent with tools', 'Remove the tools.')],
})

const modelName = (model: string | undefined) => model?.replace(/^[^/]+\//, '') || 'default model'
