import { defineNode, port } from '@quorum/engine'
import { z } from 'zod'
import { piece } from '../pattern/body.ts'

/** One stage of the line: a door that lets only so many items in, in the order they came. */
const stage = defineNode({
  kind: 'assembly-line-stage',
  title: 'Stage',
  category: 'flow',
  summary: 'Lets so many items in at a time; the others wait in line.',
  icon: 'box',
  hidden: true,
  params: z.looseObject({ lanes: z.int().min(1) }),
  ports: () => ({
    inputs: [port('in')],
    outputs: [port('out')],
    inner: { outputs: [port('in')], inputs: [port('result')] },
  }),
  loop: ({ lanes }) => ({
    again: ({ round }) => (round === 1 ? 'next' : 'done'),
    rounds: { min: 1, max: 1 },
    needsResult: true,
    shared: { name: null, places: lanes },
  }),
})

const report = piece('assembly-line-report', 'Report', 'What came off the line, and what fell off it.', {
  inputs: ['outcomes'],
  outputs: ['stream', 'dropped', 'record'],
})

export const pieces = { 'assembly-line-stage': stage, 'assembly-line-report': report }
