import { practiceModel, type Template } from './template.ts'

/** Votes that decide a ballot; 2k − 1 candidates and at most as many ballots (MAKER.md §6.3). */
const k = 2
const ways = 2 * k - 1
const numbers = Array.from({ length: ways }, (_, i) => i + 1)

interface Role {
  readonly title: string
  readonly system: string
  readonly prompt: string
  readonly schema?: object
}
/** Several candidates of one role, a vote of a second role on which is best, and the one that was chosen. */
interface Choice {
  readonly id: string
  readonly title: string
  readonly at: readonly [x: number, y: number]
  readonly candidate: Role
  readonly judge: Role
  /** What is handed on: JavaScript over `chosen` and the `asked` the candidates were made from. */
  readonly gives: string
}

const edge = (source: string, sourcePort: string, target: string, targetPort = 'in') => ({
  id: `${source}-${sourcePort}-${target}`,
  source,
  sourcePort,
  target,
  targetPort,
})

function choiceNodes({ id, title, at: [x, y], candidate, judge, gives }: Choice) {
  const agent = ({ title, ...params }: Role, name: string, parent: string) => ({
    id: `${id}-${name}`,
    kind: 'agent',
    title,
    parent,
    position: { x: 60, y: 130 },
    params,
  })
  const box = { width: 360, height: 460 }
  return [
    {
      id: `${id}-ways`,
      kind: 'code',
      title: `${title}: ${ways} tries`,
      position: { x, y },
      params: { source: `export default (input) => Array(${ways}).fill(input)` },
    },
    { id: `${id}-tries`, kind: 'pool', title, position: { x: x + 290, y: y - 90 }, size: box, params: {} },
    agent(candidate, 'candidate', `${id}-tries`),
    {
      id: `${id}-vote`,
      kind: 'adaptive-vote',
      title: `${title}: which one?`,
      position: { x: x + 700, y: y - 90 },
      size: box,
      params: { rule: 'firstToK', k, maxVotes: ways },
    },
    agent(judge, 'judge', `${id}-vote`),
    {
      id: `${id}-chosen`,
      kind: 'code',
      title: `${title}: chosen`,
      position: { x: x + 1110, y },
      // Most votes, else the lowest number: that is also what decides where no candidate has k.
      params: {
        source: `export default ([asked, tries, tally]) => {
  const votes = (n) => tally.candidates.find(({ value }) => Number(value) === n)?.votes ?? 0
  const best = tries.map((_, i) => i + 1).reduce((best, n) => (votes(n) > votes(best) ? n : best), 1)
  const chosen = tries[best - 1]
  return ${gives}
}`,
      },
    },
  ]
}

function choiceEdges({ id }: Choice, asked: readonly (readonly [node: string, port: string])[]) {
  return [
    ...asked.map(([node, port]) => edge(node, port, `${id}-ways`)),
    edge(`${id}-ways`, 'out', `${id}-tries`),
    edge(`${id}-tries`, 'item', `${id}-candidate`),
    edge(`${id}-candidate`, 'out', `${id}-tries`, 'result'),
    edge(`${id}-tries`, 'results', `${id}-vote`),
    edge(`${id}-vote`, 'item', `${id}-judge`),
    edge(`${id}-judge`, 'out', `${id}-vote`, 'result'),
    ...asked.map(([node, port]) => edge(node, port, `${id}-chosen`)),
    edge(`${id}-tries`, 'results', `${id}-chosen`),
    edge(`${id}-vote`, 'tally', `${id}-chosen`),
    edge(`${id}-vote`, 'undecided', `${id}-chosen`),
  ]
}

const ballot = {
  type: 'object',
  properties: { choice: { type: 'integer', enum: numbers, description: 'Number of the best one, from 1' } },
  required: ['choice'],
}
const judging = (title: string, system: string): Role => ({
  title,
  system: `${system} Choose one by its number, counted from 1.`,
  prompt: '{{ item }}',
  schema: ballot,
})

const split: Choice = {
  id: 'split',
  title: 'Split',
  at: [560, 90],
  candidate: {
    title: 'Decomposer',
    system:
      'You split a problem into two smaller ones that can be solved without knowing of each other, and say how their solutions make the whole. If it cannot be split, leave them empty.',
    prompt: '{{ item.problem }}',
    schema: {
      type: 'object',
      properties: {
        first: { type: 'string', description: 'The first smaller problem, complete in itself' },
        second: { type: 'string', description: 'The second one' },
        combine: { type: 'string', description: 'How the two solutions make the whole' },
      },
      required: ['first', 'second', 'combine'],
    },
  },
  judge: judging('Decomposition judge', 'You say which way of splitting a problem is soundest.'),
  gives: '({ ...asked, ...chosen })',
}
const whole: Choice = {
  id: 'whole',
  title: 'Put together',
  at: [3150, 90],
  candidate: {
    title: 'Solver, of the whole',
    system: 'You put the solutions of two parts together into the solution of the problem, the way you are told.',
    prompt:
      '{{ item.problem }}\n\nFirst part: {{ item.first }}\nIts solution: {{ item.one }}\n\nSecond part: {{ item.second }}\nIts solution: {{ item.two }}\n\nHow they make the whole: {{ item.combine }}',
  },
  judge: judging('Composition judge', 'You say which solution put together from parts is right.'),
  gives: 'chosen',
}
const solve: Choice = {
  id: 'solve',
  title: 'Solve',
  at: [1120, 620],
  candidate: {
    title: 'Solver',
    system: 'You solve a small problem exactly. Give the solution itself.',
    prompt: '{{ item.problem }}',
  },
  judge: judging('Composition judge, of a small one', 'You say which solution of a small problem is right.'),
  gives: 'chosen',
}

const part = (id: 'first' | 'second', title: string, y: number) => [
  {
    id: `${id}-part`,
    kind: 'code',
    title,
    position: { x: 2230, y },
    params: { source: `export default ({ ${id}, levels }) => ({ problem: ${id}, levels: levels - 1 })` },
  },
  {
    id,
    kind: 'call',
    title: `${title}, solved the same way`,
    position: { x: 2520, y },
    params: { self: true, maxDepth: 6, maxNodes: 500 },
  },
]

export const makerTree: Template = {
  id: 'maker-tree',
  title: 'Split, solve, put together, vote each time',
  summary: 'MAKER for problems whose steps are not known: four roles, and a vote on every split and every solution.',
  pattern: 'P11',
  outcome: 'Make it reliable, fast or cheap',
  tags: ['maker', 'vote', 'recursive', 'reliability'],
  sampleInput: {
    problem: 'Plan how our school library moves its 4,000 books to the new building in one weekend',
    levels: 1,
  },
  flow: {
    format: 'quorum.flow/1',
    name: 'Split, solve, put together, vote each time',
    description: `Where no procedure is known, the problem itself is taken apart. A **decomposer** proposes ${ways} ways to split it in two, a **decomposition judge** votes until one has ${k} votes; each half is solved **by this same flow**; a **solver** puts the halves together ${ways} times, and a **composition judge** votes again. At the lowest level, or where nothing can be split, the solver answers ${ways} times and is voted on. One level takes 20 to 24 calls, two take 50 to 60, five some 500.`,
    settings: { model: practiceModel, concurrency: 20 },
    nodes: [
      {
        id: 'problem',
        kind: 'input',
        title: 'Problem',
        position: { x: 0, y: 90 },
        params: {
          fields: [
            { name: 'problem', label: 'Problem', type: 'text', required: true },
            { name: 'levels', label: 'How often it may be split in turn', type: 'number', default: 1 },
          ],
        },
      },
      {
        id: 'small',
        kind: 'branch',
        title: 'Split it?',
        position: { x: 270, y: 90 },
        params: { cases: [{ id: 'split', label: 'split it', when: 'input.levels > 0' }] },
      },
      ...choiceNodes(split),
      {
        id: 'usable',
        kind: 'gate',
        title: 'Can it be split?',
        position: { x: 1940, y: 90 },
        params: { when: "input.first != '' && input.second != ''" },
      },
      ...part('first', 'First half', 0),
      ...part('second', 'Second half', 220),
      {
        id: 'halves',
        kind: 'code',
        title: 'Both halves',
        position: { x: 2860, y: 90 },
        params: {
          source:
            'export default ([{ problem, first, second, combine }, one, two]) => ({ problem, first, second, combine, one, two })',
        },
      },
      ...choiceNodes(whole),
      ...choiceNodes(solve),
      { id: 'solution', kind: 'output', title: 'Solution', position: { x: 4550, y: 90 }, params: { name: 'solution' } },
    ],
    edges: [
      edge('problem', 'out', 'small'),
      ...choiceEdges(split, [['small', 'split']]),
      edge('split-chosen', 'out', 'usable'),
      edge('usable', 'pass', 'first-part'),
      edge('usable', 'pass', 'second-part'),
      edge('first-part', 'out', 'first'),
      edge('second-part', 'out', 'second'),
      edge('usable', 'pass', 'halves'),
      edge('first', 'out', 'halves'),
      edge('second', 'out', 'halves'),
      ...choiceEdges(whole, [['halves', 'out']]),
      ...choiceEdges(solve, [
        ['small', 'else'],
        ['usable', 'fail'],
      ]),
      edge('whole-chosen', 'out', 'solution'),
      edge('solve-chosen', 'out', 'solution'),
    ],
  },
}
