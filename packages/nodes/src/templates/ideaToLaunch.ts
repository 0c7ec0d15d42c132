import { practiceModel, type Template } from './template.ts'

const edge = (id: string, source: string, sourcePort: string, target: string, targetPort = 'in') => ({
  id,
  source,
  sourcePort,
  target,
  targetPort,
})

const tasks = {
  type: 'object',
  properties: { tasks: { type: 'array', items: { type: 'string' }, minItems: 2, maxItems: 6 } },
  required: ['tasks'],
  additionalProperties: false,
}

/** Four patterns one after the other: scatter-gather, swarm, board, pipeline. */
export const ideaToLaunch: Template = {
  id: 'idea-to-launch',
  title: 'From idea to launch',
  summary: 'Requirements from three views, a plan found as a swarm, tasks on a board, then the launch in steps.',
  pattern: 'P07',
  outcome: 'Find out or plan',
  tags: ['project', 'several patterns', 'plan', 'tasks'],
  sampleInput: { idea: 'A small app with which neighbours lend each other tools' },
  flow: {
    format: 'quorum.flow/1',
    name: 'From idea to launch',
    description:
      'Four patterns, each where it is strong. **Scatter-gather** asks three people for requirements and keeps the best answer; a **swarm** finds a plan for them; the plan becomes tasks on a **board** where three workers take what is ready; a **pipeline** makes the launch of what they did.',
    settings: { model: practiceModel, concurrency: 20 },
    nodes: [
      {
        id: 'asked',
        kind: 'input',
        title: 'Idea',
        position: { x: 0, y: 160 },
        params: { fields: [{ name: 'idea', label: 'Your idea', type: 'text', required: true }] },
      },
      {
        id: 'requirements',
        kind: 'scatter-gather',
        title: 'Requirements',
        position: { x: 296, y: 100 },
        params: {
          strategy: 'best',
          prompt: 'What must this be able to do? Five short lines.\n\n{{ input.idea }}',
          agents: [
            {
              name: 'Users',
              prompt: 'You speak for those who will use it: what they need, and what would make them give up.',
            },
            {
              name: 'Business',
              prompt: 'You speak for those who pay for it: what it must bring, and what it must not cost.',
            },
            {
              name: 'Operations',
              prompt: 'You speak for those who keep it running: what must be simple, safe and watched.',
            },
          ],
        },
      },
      {
        id: 'design',
        kind: 'swarm',
        title: 'Design',
        position: { x: 712, y: 100 },
        params: { agents: 6, iterations: 3, stagnation: 2 },
      },
      {
        id: 'split',
        kind: 'agent',
        title: 'Tasks',
        position: { x: 1128, y: 140 },
        params: {
          system: 'You turn a plan into tasks that can be done side by side, each in a few words.',
          prompt: 'Which tasks does this plan come to?\n\n{{ input }}',
          schema: tasks,
        },
      },
      {
        id: 'list',
        kind: 'code',
        title: 'The list',
        position: { x: 1464, y: 140 },
        params: { source: 'export default (input) => input.tasks' },
      },
      {
        id: 'board',
        kind: 'todone-board',
        title: 'Board',
        position: { x: 1800, y: 0 },
        size: { width: 400, height: 336 },
        params: { maxLanes: 3 },
      },
      {
        id: 'worker',
        kind: 'agent',
        title: 'Builder',
        parent: 'board',
        position: { x: 80, y: 150 },
        params: { system: 'You do one task of a plan.', prompt: 'Do this task in two sentences: {{ item }}' },
      },
      {
        id: 'launch',
        kind: 'pipeline',
        title: 'Launch',
        position: { x: 2296, y: 100 },
        params: {
          stages: [
            { name: 'Check', prompt: 'Look through what was built and say what is still missing for a launch.' },
            { name: 'Steps', prompt: 'Write the steps of the launch in order, each with how one sees that it worked.' },
            { name: 'News', prompt: 'Write the short text with which the launch is announced.' },
          ],
        },
      },
      { id: 'out', kind: 'output', title: 'Launch', position: { x: 2712, y: 60 }, params: { name: 'launch' } },
      {
        id: 'built',
        kind: 'output',
        title: 'What was built',
        position: { x: 2712, y: 260 },
        params: { name: 'built' },
      },
    ],
    edges: [
      edge('e1', 'asked', 'out', 'requirements'),
      edge('e2', 'requirements', 'result', 'design'),
      edge('e3', 'design', 'best', 'split'),
      edge('e4', 'split', 'out', 'list'),
      edge('e4b', 'list', 'out', 'board'),
      edge('e5', 'board', 'item', 'worker'),
      edge('e6', 'worker', 'out', 'board', 'result'),
      edge('e7', 'board', 'results', 'launch'),
      edge('e8', 'launch', 'output', 'out'),
      edge('e9', 'board', 'results', 'built'),
    ],
  },
}
