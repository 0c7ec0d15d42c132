import { aroundPattern } from './aroundPattern.ts'
import type { Template } from './template.ts'

export const orderComesIn: Template = aroundPattern({
  id: 'order-comes-in',
  title: 'An order comes in',
  summary: 'Warehouse, accounts, courier and customer care react to events; nobody is in charge.',
  pattern: 'X19',
  outcome: 'Bring it to the right one',
  tags: ['events', 'back office'],
  kind: 'publish-subscribe',
  params: { maxHops: 4, maxReactions: 30 },
  budget: { calls: 60 },
  description:
    'An order is published. **Warehouse** and **Accounts** react to it, the **Courier** to what was packed, **Customer care** to what was invoiced or shipped. Each knows only its topics: add a subscriber and nobody else has to change. Four hops and thirty reactions are the most, and the budget of the flow holds whatever they say.',
  field: { name: 'order', label: 'The order' },
  sample: 'Two desk lamps, brass, to Anna Lind, Harbour Road 4, by Friday. Paid by card.',
  outputs: [
    ['events', 'What happened'],
    ['deadLetters', 'Could not be delivered'],
  ],
})
