import { type Formula, inTurn, people } from '../pattern/formulas.testing.ts'

export const formula: Formula = [
  { calls: 1 },
  {
    params: { agents: people(4) },
    says: inTurn({ action: 'transfer', to: 'P3', text: '' }, { action: 'answer', to: '', text: 'Done.' }),
    calls: 1 + 1,
  },
]
