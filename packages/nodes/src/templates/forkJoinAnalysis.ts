import { practiceModel, type Template } from './template.ts'

const branches = [
  ['security', 'Security', 'You review code for security: untrusted input, secrets, permissions, injection.'],
  ['performance', 'Performance', 'You review code for speed and memory: loops, queries, copies, waiting.'],
  ['quality', 'Quality', 'You review code for clarity: names, structure, error handling, tests.'],
] as const

export const forkJoinAnalysis: Template = {
  id: 'fork-join-analysis',
  title: 'Fork-join analysis',
  summary: 'Security, performance and quality are looked at side by side, then summed up in one report.',
  pattern: 'P05',
  outcome: 'Get a second opinion',
  tags: ['parallel', 'review', 'code'],
  sampleInput: {
    text: `app.get('/user', async (req, res) => {
  const rows = await db.query("select * from users where name = '" + req.query.name + "'")
  for (const row of rows) row.orders = await db.query('select * from orders where user_id = ' + row.id)
  res.send(rows)
})`,
  },
  flow: {
    format: 'quorum.flow/1',
    name: 'Fork-join analysis',
    description:
      'Paste some code or a design. A **fork** gives the same text to three reviewers that work at the same time; a **join** waits for all of them and puts their findings together by name; the last agent writes one report.\n\nAdd a branch: give the fork another name, connect an agent, connect it to the join.',
    settings: { model: practiceModel },
    nodes: [
      {
        id: 'text',
        kind: 'input',
        title: 'Code or design',
        position: { x: 0, y: 268 },
        params: { fields: [{ name: 'text', label: 'Code or design text', type: 'text', required: true }] },
      },
      {
        id: 'fork',
        kind: 'fork',
        title: 'Three views',
        position: { x: 296, y: 240 },
        params: { branches: branches.map(([id]) => id) },
      },
      ...branches.map(([id, title, system], i) => ({
        id,
        kind: 'agent',
        title,
        position: { x: 632, y: i * 228 },
        params: {
          system: `${system} Name at most three findings, the worst first, each with how to mend it.`,
          prompt: 'Review this:\n\n{{ input }}',
        },
      })),
      {
        id: 'join',
        kind: 'join',
        title: 'All reviews',
        position: { x: 968, y: 228 },
        params: { need: 'all', merge: 'object' },
      },
      {
        id: 'summary',
        kind: 'agent',
        title: 'Report',
        position: { x: 1304, y: 228 },
        params: {
          system: 'You write short reports for a team that wants to know what to do first.',
          prompt:
            'Sum up these three reviews of one text. Begin with the most urgent finding, leave out repetitions, end with a list of next steps.\n\n{{ input }}',
        },
      },
      { id: 'report', kind: 'output', title: 'Report out', position: { x: 1640, y: 254 }, params: { name: 'report' } },
    ],
    edges: [
      { id: 'e1', source: 'text', sourcePort: 'out', target: 'fork', targetPort: 'in' },
      ...branches.flatMap(([id], i) => [
        { id: `f${i + 1}`, source: 'fork', sourcePort: id, target: id, targetPort: 'in' },
        { id: `j${i + 1}`, source: id, sourcePort: 'out', target: 'join', targetPort: 'in' },
      ]),
      { id: 'e2', source: 'join', sourcePort: 'out', target: 'summary', targetPort: 'in' },
      { id: 'e3', source: 'summary', sourcePort: 'out', target: 'report', targetPort: 'in' },
    ],
  },
}
