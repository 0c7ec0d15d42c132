import { isRecord } from '@quorum/engine'
import { listIn, numberIn, textIn } from '../card/text.tsx'
import { cellClass, type DrillInProps, headClass, Quote, Section } from '../drill/props.tsx'

const round = (value: number | null): string => (value === null ? '–' : String(Math.round(value * 100) / 100))

/** Who said what, who ranked whom, who stayed of another opinion: with the names the members did not see. */
export function CouncilDrillIn({ step, Text }: DrillInProps) {
  const { record, ports } = step
  const answers = listIn(record, 'answers')
  if (answers.length === 0) return null
  const labels = isRecord(record) && isRecord(record.labels) ? record.labels : {}
  const nameOf = (label: string): string => (typeof labels[label] === 'string' ? labels[label] : label)
  const ranking = listIn(ports, 'ranking')
  const dissent = listIn(ports, 'dissent')
  const ballots = listIn(record, 'ballots')
  const names = answers.map((answer) => textIn(answer, 'label') ?? '')
  return (
    <>
      {isRecord(record) && record.synthesised === false ? (
        <p className="text-body text-failed">The chair failed: the best ranked answer stands in for its own.</p>
      ) : null}
      {ranking.length > 0 ? (
        <Section title="Ranking">
          <ol className="flex flex-col gap-1 text-body">
            {ranking.map((one, index) => (
              <li key={textIn(one, 'member')} className="figures">
                {index + 1}. <span className="font-medium">{textIn(one, 'member')}</span>
                <span className="text-muted">
                  {' '}
                  · {round(numberIn(one, 'score'))} {numberIn(one, 'score') === 1 ? 'point' : 'points'}, mean place{' '}
                  {round(numberIn(one, 'meanRank'))}
                </span>
              </li>
            ))}
          </ol>
        </Section>
      ) : null}
      {dissent.length > 0 ? (
        <Section title="Dissent">
          <div className="flex flex-col gap-2">
            {dissent.map((one) => (
              <Quote
                key={textIn(one, 'member')}
                open
                title={textIn(one, 'member') ?? ''}
                note={`first for ${numberIn(one, 'firstPlaces') ?? 0} of the reviewers`}
                text={textIn(one, 'answer') ?? ''}
                Text={Text}
              />
            ))}
          </div>
        </Section>
      ) : (
        <p className="text-body text-muted">No dissent: every reviewer put the same answer first.</p>
      )}
      <Section title="Answers">
        <div className="flex flex-col gap-2">
          {answers.map((one) => (
            <Quote
              key={textIn(one, 'label')}
              title={textIn(one, 'member') ?? ''}
              note={`shown to the others as ${textIn(one, 'label')}`}
              text={textIn(one, 'text') ?? ''}
              Text={Text}
            />
          ))}
        </div>
      </Section>
      {ballots.length > 0 ? (
        <Section title="Reviews">
          <div className="overflow-x-auto">
            <table className="figures w-full text-row">
              <thead>
                <tr>
                  <th scope="col" className={headClass}>
                    Reviewer
                  </th>
                  {names.map((label) => (
                    <th key={label} scope="col" className={headClass}>
                      {nameOf(label)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {ballots.map((ballot) => (
                  <tr key={textIn(ballot, 'reviewer')}>
                    <th scope="row" className={`${cellClass} font-medium`}>
                      {textIn(ballot, 'reviewer')}
                    </th>
                    {names.map((label) => (
                      <td key={label} className={cellClass}>
                        {placeOf(ballot, label)}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <ul className="mt-2 flex flex-col gap-1 text-row">
            {ballots.map((ballot) => {
              const critique = textIn(ballot, 'critique')
              return critique ? (
                <li key={textIn(ballot, 'reviewer')}>
                  <span className="font-medium">{textIn(ballot, 'reviewer')}:</span> {named(critique, names, nameOf)}
                </li>
              ) : null
            })}
          </ul>
        </Section>
      ) : null}
    </>
  )
}

function placeOf(ballot: unknown, label: string): string {
  if (isRecord(ballot) && ballot.valid === false) return 'not valid'
  const place = listIn(ballot, 'ranking').indexOf(label)
  return place < 0 ? '–' : `${place + 1}.`
}

/** Reviewers write of "B"; people want to know who that was. */
function named(critique: string, labels: readonly string[], nameOf: (label: string) => string): string {
  return critique.replace(/\b[A-Z]{1,2}\b/g, (word) => (labels.includes(word) ? nameOf(word) : word))
}
