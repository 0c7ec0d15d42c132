import { aroundPattern } from './aroundPattern.ts'
import type { Template } from './template.ts'

export const ledgerManager: Template = aroundPattern({
  id: 'ledger-manager',
  title: 'An open question with a managed team',
  summary: 'A manager keeps facts and progress in ledgers and gives each round to one of the team.',
  pattern: 'X05',
  outcome: 'Find out or plan',
  tags: ['research', 'team'],
  kind: 'magentic',
  params: { maxRounds: 5, maxStalls: 1 },
  description:
    'For questions nobody can plan beforehand. The **manager** notes what is known and a plan, and each round decides honestly: reached? stuck? who works next, on what? When it stalls the plan is made anew. `ledgers` shows both books.',
  field: { name: 'goal', label: 'What do you want to know or have' },
  sample: 'Which of our three products should we stop, and what would that mean for the customers who use it?',
  outputs: [
    ['result', 'Result'],
    ['ledgers', 'Ledgers'],
  ],
})
