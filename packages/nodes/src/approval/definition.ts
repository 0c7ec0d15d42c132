import { defineNode, port } from '@quorum/engine'
import { z } from 'zod'
import { deadline, mustBePlain, plural, template, templateParams } from '../params.ts'

/** Asks people before the run goes on. */
export const approval = defineNode({
  kind: 'approval',
  title: 'Approval',
  category: 'human',
  summary: 'Stops and asks a person to approve, edit or reject.',
  aliases: ['human', 'review', 'confirm', 'sign off', 'person', 'manual', 'human in the loop'],
  icon: 'hand',
  patternId: 'X15',
  params: z.looseObject({
    message: template('Message', 'What people are asked.', 'Please look at this and approve or reject it.'),
    fields: z
      .array(z.unknown())
      .max(100)
      .optional()
      .meta({ title: 'Fields', description: 'What people may edit.', hidden: true }),
    approvals: z
      .int()
      .min(1)
      .max(100)
      .default(1)
      .meta({ title: 'Approvals', description: 'How many different people must approve.' }),
    deadlineMs: deadline,
  }),
  ports: () => ({ inputs: [port('in')], outputs: [port('approved'), port('rejected'), port('timeout')] }),
  fact: ({ approvals }) => plural(approvals, 'approval'),
  rows: ({ message }) => [{ label: 'Asks', value: message.slice(0, 40) }],
  strip: true,
  verb: 'Waiting for a person',
  mayLoopBack: true,
  chances: (_, connected) => ({
    exclusive: true,
    ports: { approved: 0.85, rejected: 0.1, ...(connected.has('timeout') ? { timeout: 0.05 } : {}) },
  }),
  templates: ({ message }) => templateParams({ message }),
  check: ({ message }, node) => mustBePlain(node, 'message', message),
})
