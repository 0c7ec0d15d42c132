import { inspect } from '../canvas/uiStore.ts'
import { dispatch, useDocument } from '../document/documentStore.ts'
import { factsOf } from '../geometry/facts.ts'
import { plural } from '../runs/figures.ts'
import { Button } from '../ui/Button.tsx'
import { AssumedFields } from './AssumedFields.tsx'
import { budgetFrom, budgetLimits } from './budgetFrom.ts'
import { money, priceWords } from './priceWords.ts'
import { RangeTable } from './RangeTable.tsx'
import { useEstimate } from './useEstimate.ts'

/** Before a run: what it will take, what that is built on, and a budget from it. */
export function FlowPrice() {
  const estimate = useEstimate()
  const nodes = useDocument(({ flow }) => flow.nodes)
  const budget = useDocument(({ flow }) => flow.settings.budget)
  if (!estimate || estimate.calls.max === 0) return null
  const { assumptions, perNode } = estimate
  const wanted = budgetFrom(estimate)
  const set = budget !== undefined && budgetLimits({ ...budget, ...wanted }) === budgetLimits(budget)
  const steps = nodes
    .flatMap((node) => {
      const cost = perNode[node.id]
      return cost && cost.calls.max > 0 ? [{ node, cost }] : []
    })
    .sort((a, b) => b.cost.tokens.expected - a.cost.tokens.expected)
  return (
    <section aria-labelledby="flow-price" className="flex flex-col gap-3 rounded-tile border border-line p-3">
      <h3 id="flow-price" className="font-medium text-body">
        What a run takes
      </h3>
      <p className="text-muted text-row">{priceWords(estimate)}</p>
      <RangeTable caption="What a run takes" costs={estimate} />
      <div className="flex flex-col items-start gap-1">
        <Button
          size="small"
          disabled={set}
          onClick={() => dispatch({ type: 'setSettings', settings: { budget: { ...budget, ...wanted } } })}
        >
          {set ? 'The budget is set' : 'Set a budget from this'}
        </Button>
        <p className="text-meta text-muted">
          {budget
            ? `Now a run stops at ${budgetLimits(budget)}.`
            : `A run would stop at ${budgetLimits(wanted)}: twice what is expected.`}
        </p>
      </div>
      <details>
        <summary className="py-1 font-medium text-row">Step by step ({steps.length})</summary>
        <ul className="flex flex-col">
          {steps.map(({ node, cost }) => (
            <li key={node.id}>
              <button
                type="button"
                className="flex w-full items-baseline justify-between gap-2 rounded-control px-1 py-1 text-left text-row hover:bg-surface-2"
                onClick={() => inspect(node.id)}
              >
                <span className="truncate">{factsOf(node).title}</span>
                <span className="figures shrink-0 text-muted">
                  {plural(Math.round(cost.calls.expected * 10) / 10, 'call')}
                  {cost.usd && cost.usd.expected > 0 ? ` · ${money(cost.usd.expected)}` : ''}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </details>
      <details>
        <summary className="py-1 font-medium text-row">What this is built on ({assumptions.length})</summary>
        <div className="flex flex-col gap-3 pt-1">
          <AssumedFields assumptions={assumptions.filter(({ editable }) => editable)} />
          {assumptions
            .filter(({ editable }) => !editable)
            .map(({ id, text }) => (
              <p key={id} className="text-meta text-muted">
                {text}
              </p>
            ))}
        </div>
      </details>
    </section>
  )
}
