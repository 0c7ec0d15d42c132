import { practiceModel, type Template } from './template.ts'

export const doForEach: Template = {
  id: 'do-for-each',
  title: 'Do for each, then sum up',
  summary: 'One agent works on every line of a list, several at a time; another sums the results up.',
  pattern: 'P04',
  outcome: 'Work through a list',
  tags: ['list', 'parallel', 'map-reduce'],
  sampleInput: {
    comments: [
      'The new search is fast, but I cannot find it on my phone.',
      'Export to CSV drops the last column.',
      'Love the dark theme!',
      'Please let me undo deleting a project.',
      'Sign-in asks for my password twice.',
    ],
  },
  flow: {
    format: 'quorum.flow/1',
    name: 'Do for each, then sum up',
    description:
      'Give a list, one item per line. What is drawn **inside the box** runs once for each item, five at a time; an item that fails does not stop the others. The last agent gets all results, in the order of the list.',
    settings: { model: practiceModel },
    nodes: [
      {
        id: 'comments',
        kind: 'input',
        title: 'Comments',
        position: { x: 0, y: 118 },
        params: { fields: [{ name: 'comments', label: 'One comment per line', type: 'list', required: true }] },
      },
      {
        id: 'each',
        kind: 'pool',
        title: 'For each comment',
        position: { x: 360, y: 0 },
        size: { width: 400, height: 336 },
        params: { concurrency: 5 },
      },
      {
        id: 'sort',
        kind: 'agent',
        title: 'Read one comment',
        parent: 'each',
        position: { x: 80, y: 120 },
        params: {
          system: 'You read feedback of users.',
          prompt: 'In one line: what does this person want, and is it praise, a wish or a fault?\n\n{{ item }}',
        },
      },
      {
        id: 'summary',
        kind: 'agent',
        title: 'Summary',
        position: { x: 856, y: 78 },
        params: {
          system: 'You sum up feedback for a product team.',
          prompt:
            'Here is what users said, one line each. Group it, name the most urgent point, propose what to do next.\n\n{{ input }}',
        },
      },
      { id: 'result', kind: 'output', title: 'Result', position: { x: 1192, y: 104 }, params: { name: 'summary' } },
    ],
    edges: [
      { id: 'e1', source: 'comments', sourcePort: 'comments', target: 'each', targetPort: 'in' },
      { id: 'e2', source: 'each', sourcePort: 'item', target: 'sort', targetPort: 'in' },
      { id: 'e3', source: 'sort', sourcePort: 'out', target: 'each', targetPort: 'result' },
      { id: 'e4', source: 'each', sourcePort: 'results', target: 'summary', targetPort: 'in' },
      { id: 'e5', source: 'summary', sourcePort: 'out', target: 'result', targetPort: 'in' },
    ],
  },
}
