import { defineNode, isRecord, port } from '@quorum/engine'
import { z } from 'zod'
import { jsonSchema, model, namedModels, plural, template, templateParams } from '../params.ts'
import { openArguments } from '../toolSchema.ts'
import { toolIssues, toolModels, toolTexts } from './tool.ts'
import { Tool } from './toolParam.ts'

const toolTurns = 10

/** One model call, or, with tools, a bounded loop of calls (CATALOGUE X07). */
export const agent = defineNode({
  kind: 'agent',
  title: 'Agent',
  category: 'agent',
  summary: 'Asks a model, with your instructions and tools, and passes its answer on.',
  aliases: [
    'llm',
    'model',
    'ask',
    'prompt',
    'chat',
    'assistant',
    'ai',
    'bot',
    'tools',
    'react',
    'function calling',
    'augmented model',
    'autonomous agent',
    'single agent',
  ],
  icon: 'bot',
  patternId: 'X07',
  role: 'system',
  cost: '1 call, or the turns used',
  params: z.looseObject({
    model: model(),
    system: template('Instructions', 'Who this agent is and how it should work.'),
    prompt: template('Prompt', 'What it is asked. {{ input }} is what reaches this node.', '{{ input }}'),
    tools: z.array(Tool).max(32).default([]).meta({
      title: 'Tools',
      description: 'What it may use before it answers: web addresses, code, other agents.',
      widget: 'tools',
    }),
    schema: jsonSchema('Answer as', 'A JSON Schema: the answer is then an object of that shape instead of text.'),
    temperature: z.number().min(0).max(2).optional().meta({
      title: 'Temperature',
      description: '0 is steady, higher is more varied. Empty leaves it to the model.',
    }),
    maxOutputTokens: z.int().min(1).max(1_000_000).optional().meta({
      title: 'Longest answer (tokens)',
      description: 'Empty leaves it to the model.',
    }),
    remember: z.boolean().default(false).meta({
      title: 'Remember answers',
      description: 'The same question to the same model is answered from memory, at no cost. For 30 days, in all runs.',
    }),
    maxTurns: z
      .int()
      .min(1)
      .max(100)
      .default(1)
      .meta({
        title: 'Turns',
        description: `How often the model may be asked. With tools, 1 means ${toolTurns}.`,
      }),
    onLimit: z.enum(['answer', 'fail']).default('answer').meta({
      title: 'When the turns are used up',
      description: 'answer: it must answer with what it knows. fail: the step fails.',
    }),
  }),
  ports: ({ schema, tools }) => ({
    inputs: [port('in')],
    outputs: [
      port('out', 'answer', schema ? 'json' : 'text'),
      ...(tools.length > 0 ? [port('steps', 'what it did', 'list')] : []),
    ],
  }),
  fields: ({ schema }) =>
    schema?.additionalProperties === false && isRecord(schema.properties) ? Object.keys(schema.properties) : null,
  fact: (params) => modelName(params.model),
  rows: ({ model, schema, tools }) => [
    { label: 'Model', value: modelName(model) },
    { label: 'Answers', value: schema ? 'in fields' : 'in text' },
    ...(tools.length > 0
      ? [{ label: plural(tools.length, 'Tool'), value: tools.map(({ name }) => name).join(', ') }]
      : []),
  ],
  strip: true,
  verb: 'Thinking',
  callsOut: () => true,
  templates: ({ model, system, prompt, tools }) => [...templateParams({ model, system, prompt }), ...toolTexts(tools)],
  asks: (params) => {
    const { schema, tools } = params
    if (tools.length === 0) return { min: 1, expected: 1, max: schema ? 2 : 1 }
    const shaped = schema ? 1 : 0
    return { min: 1 + shaped, expected: 2 + shaped, max: turnsOf(params) + 2 * shaped }
  },
  models: ({ model, tools }) => [...namedModels(model), ...toolModels(tools)],
  asTool: ({ system, prompt }) => ({
    schema: openArguments([system, prompt], { input: 'What it is asked, with everything it has to know.' }),
    dangerous: false,
    thinks: true,
  }),
  check: ({ tools }, node) => toolIssues(tools, node),
})

/** A single turn leaves no room for a tool, so with tools the default is another. */
export const turnsOf = ({ tools, maxTurns }: { tools: readonly unknown[]; maxTurns: number }): number =>
  tools.length > 0 && maxTurns === 1 ? toolTurns : maxTurns

const modelName = (model: string | undefined) => model?.replace(/^[^/]+\//, '') || 'default model'
