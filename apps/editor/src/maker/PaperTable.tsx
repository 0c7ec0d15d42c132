import { dollars, estimateOf, large, paperModels, percent } from '@quorum/nodes/maker/estimator'
import { Button } from '../ui/Button.tsx'
import { askedBy, type Fields, fieldsOf } from './asked.ts'

const head = 'py-1 pr-3 text-left font-medium text-muted'
const cell = 'py-1 pr-3'

/** Ten models on a million steps, from the paper's figures: its own table, worked out again. */
export function PaperTable({ onTake }: { onTake: (fields: Fields) => void }) {
  return (
    <section aria-label="Models of the paper" className="mt-8">
      <h2 className="font-semibold text-heading">Ten models, a million steps</h2>
      <p className="mb-2 max-w-2xl text-body text-muted">
        20 disks, all right with a chance of 95 %, worked out here from how often each model erred (Meyerson et al.,
        arXiv 2511.09030). The best value was neither the strongest nor the cheapest.
      </p>
      <div className="overflow-x-auto">
        <table className="figures w-full text-row">
          <thead>
            <tr>
              {['Model', 'Right', 'Lead', 'Calls', 'Price here', 'In the paper', ''].map((name) => (
                <th key={name} scope="col" className={head}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {paperModels.map((model) => {
              const fields = fieldsOf(model)
              const estimate = estimateOf(askedBy(fields))
              return (
                <tr key={model.model} className="border-line border-t">
                  <th scope="row" className={`${cell} text-left font-medium`}>
                    {model.model}
                  </th>
                  <td className={cell}>{percent(1 - model.wrong)}</td>
                  <td className={cell}>{estimate.k ?? 'none helps'}</td>
                  <td className={cell}>{estimate.k === null ? '–' : large(estimate.calls)}</td>
                  <td className={cell}>{estimate.k === null ? '–' : dollars(estimate.usd)}</td>
                  <td className={cell}>
                    {model.stated === null ? '–' : `${dollars(model.stated.usd)}, lead of ${model.stated.k}`}
                  </td>
                  <td className="py-1">
                    <Button
                      size="small"
                      aria-label={`Take the figures of ${model.model}`}
                      onClick={() => onTake(fields)}
                    >
                      Take
                    </Button>
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </section>
  )
}
