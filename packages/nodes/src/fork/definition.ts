import { defineNode, port } from '@quorum/engine'
import { z } from 'zod'
import { duplicates, issue, plural, portName } from '../params.ts'

/** Gives the same value to several branches, which then work at the same time. */
export const fork = defineNode({
  kind: 'fork',
  title: 'Fork',
  category: 'flow',
  summary: 'Sends the same value down several branches at once.',
  aliases: ['split', 'parallel', 'fan out', 'broadcast', 'copy'],
  icon: 'split',
  patternId: 'P05',
  params: z.looseObject({
    branches: z.array(portName).max(400).default([]).meta({
      title: 'Branches',
      description: 'A port for each name. Without names there is one port that takes many edges.',
    }),
  }),
  ports: ({ branches }) => ({
    inputs: [port('in')],
    outputs: branches.length === 0 ? [port('out')] : [...new Set(branches)].map((name) => port(name)),
  }),
  fact: ({ branches }) => (branches.length === 0 ? 'to all' : plural(branches.length, 'branch', 'branches')),
  rows: () => [{ label: 'Sends', value: 'a copy to each' }],
  takesPolicy: false,
  chances: () => ({ exclusive: false, ports: {} }),
  check: ({ branches }, node) =>
    duplicates(branches).map((name) =>
      issue(node, 'duplicate-port', 'branches', `Two branches are called “${name}”. Rename one of them.`),
    ),
})
