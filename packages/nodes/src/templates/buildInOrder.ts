import { aroundPool } from './aroundPool.ts'
import type { Template } from './template.ts'

export const buildInOrder: Template = aroundPool({
  id: 'build-in-order',
  title: 'Build what needs what',
  summary: 'Tasks that depend on each other lie on a board; whoever is free takes the next one that is ready.',
  pattern: 'P07',
  outcome: 'Find out or plan',
  tags: ['tasks', 'dependencies', 'board'],
  kind: 'todone-board',
  name: 'Board',
  params: { maxLanes: 3 },
  description:
    'Each task has an `id` and may name others in `dependsOn`. Three workers take the first task that is **ready**, urgent ones first. “Release notes” waits for a task that nobody has written down, so it ends as *blocked*: add it while the board runs, or see it told in `board`.',
  field: { name: 'tasks', label: 'Tasks', type: 'json' },
  sample: [
    { id: 'schema', title: 'Design the tables' },
    { id: 'api', title: 'Write the API', dependsOn: ['schema'] },
    { id: 'page', title: 'Build the page', dependsOn: ['api'] },
    { id: 'icons', title: 'Draw the icons' },
    { id: 'tests', title: 'Write the tests', dependsOn: ['api', 'page'] },
    { id: 'fix', title: 'Mend the sign-in', priority: 5 },
    { id: 'notes', title: 'Release notes', dependsOn: ['changelog'] },
  ],
  worker: {
    title: 'Worker',
    system: 'You do one task of a plan.',
    prompt: 'Do this task in two sentences: {{ item.title }}',
  },
  outputs: [
    ['board', 'Board'],
    ['results', 'Results'],
  ],
})
