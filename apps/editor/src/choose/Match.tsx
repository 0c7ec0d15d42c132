import { hasBody, type Value } from '@quorum/engine'
import { type RefObject, useState } from 'react'
import { createFlow } from '../api/client.ts'
import { messageOf } from '../api/error.ts'
import type { Template, Wizard } from '../api/types.ts'
import { flowPath, navigate } from '../router.ts'
import { rememberInput } from '../runs/start.ts'
import { Button } from '../ui/Button.tsx'
import { toast } from '../ui/Toast.tsx'
import { because, type Position, runnerUp } from './choose.ts'
import { compose, mayBeWrapped } from './compose.ts'
import { crowdOf, most, peopleOf, withMany } from './crowd.ts'
import { kindFor } from './kindFor.ts'
import { listOf, mostItems, usePriced, withItems } from './priced.ts'

interface Props {
  readonly wizard: Wizard
  readonly position: Position
  readonly templates: readonly Template[]
  readonly head: RefObject<HTMLHeadingElement | null>
  readonly onTake: (patternId: string) => void
}

/** The pattern found: what it does, why, the simpler one beside it, what may be added, its price, and Create. */
export function Match({ wizard, position, templates, head, onTake }: Props) {
  const { patternId = '', steps } = position
  const [wanted, setWanted] = useState<readonly string[]>([])
  const [busy, setBusy] = useState(false)
  const [many, setMany] = useState<number | null>(null)
  const [items, setItems] = useState<number | null>(null)
  const definition = kindFor(patternId ?? '')
  const name = (id: string) => kindFor(id)?.title ?? wizard.patterns.find((one) => one.id === id)?.name ?? id
  const simpler = runnerUp(wizard, position)
  const template = templates.find((one) => one.pattern === patternId)
  const addOns = wizard.addOns.filter(({ to }) => {
    const addOn = to === patternId ? undefined : kindFor(to)
    return addOn && definition && (!hasBody(addOn) || mayBeWrapped(definition))
  })
  // Short: a note shows some six lines. A bare yes says nothing without its question.
  const told = steps.map(({ answer }) => answer.text.toLowerCase()).filter((text) => !/^(yes|no)$/.test(text))
  const note = [
    `**${name(patternId ?? '')}** for: ${told.join(', ') || 'your own choice'}.`,
    simpler ? `Simpler: **${name(simpler)}**.` : 'Nothing simpler fits.',
  ].join('\n\n')
  const crowd = definition
    ? crowdOf(definition, template?.flow.nodes.find(({ kind }) => kind === definition.kind)?.params)
    : null
  const composed =
    definition &&
    compose({
      definition,
      template,
      addOns: wanted.flatMap((id) => kindFor(id) ?? []),
      title: template?.title ?? definition.title,
      note,
    })
  const flow = composed && definition && many !== null ? withMany(composed, definition, many) : composed
  const sample = template?.sampleInput as Value | undefined
  const listed = listOf(sample)
  const priced = usePriced(flow, listed && items !== null ? withItems(sample, listed, items) : sample)
  if (!definition || !flow)
    return (
      <div>
        <h2 ref={head} tabIndex={-1} className="font-semibold text-heading outline-none">
          {name(patternId ?? '')}
        </h2>
        <p className="mt-2 text-body">
          This server does not have it as a node. {simpler ? `Near by: ${name(simpler)}.` : ''}
        </p>
      </div>
    )
  const create = async () => {
    setBusy(true)
    try {
      const { id } = await createFlow(flow)
      if (template) rememberInput(id, template.sampleInput)
      navigate(flowPath(id))
    } catch (error) {
      toast({ text: messageOf(error), tone: 'error' })
      setBusy(false)
    }
  }
  return (
    <div>
      <p className="text-meta text-muted">{`${patternId} · your match`}</p>
      <h2 ref={head} tabIndex={-1} className="font-semibold text-heading outline-none">
        {definition.title}
      </h2>
      <p className="mt-1 max-w-2xl text-body">{definition.summary}</p>
      <dl className="mt-4 grid grid-cols-[auto_1fr] gap-x-4 gap-y-2 text-body">
        {steps.length > 0 ? (
          <>
            <dt className="text-muted">Why</dt>
            <dd>{because(steps)}</dd>
          </>
        ) : null}
        <dt className="text-muted">Simpler</dt>
        <dd>
          {simpler ? (
            <button type="button" className="text-accent underline" onClick={() => onTake(simpler)}>
              {name(simpler)}
            </button>
          ) : (
            'None near by: this is where to start'
          )}
        </dd>
        <dt className="text-muted">Price</dt>
        <dd className="figures" aria-live="polite">
          {priced}
        </dd>
      </dl>
      {crowd ? (
        <label className="mt-5 flex items-center gap-2 text-body">
          <span className="font-medium">How many take part?</span>
          <select
            className="field w-auto!"
            value={many ?? crowd.people.length}
            onChange={({ target }) => setMany(Number(target.value))}
          >
            {Array.from({ length: most(crowd) - 1 }, (_, i) => i + 2).map((n) => (
              <option key={n}>{n}</option>
            ))}
          </select>
          <span className="text-muted text-row">
            {`${peopleOf(crowd, many ?? crowd.people.length)
              .map(({ name }) => name)
              .join(', ')}. You can change who they are.`}
          </span>
        </label>
      ) : null}
      {listed ? (
        <label className="mt-5 flex items-center gap-2 text-body">
          <span className="font-medium">How many items?</span>
          <input
            type="number"
            min={1}
            max={mostItems}
            className="field w-28!"
            value={items ?? listed.length}
            onChange={({ target }) => setItems(Math.max(1, Math.min(mostItems, Math.round(target.valueAsNumber) || 1)))}
          />
          <span className="text-muted text-row">Only for the price: you give the list when you run it.</span>
        </label>
      ) : null}
      {addOns.length > 0 ? (
        <fieldset className="mt-5">
          <legend className="mb-1 font-medium text-body">What else matters?</legend>
          <ul className="grid gap-1 sm:grid-cols-2">
            {addOns.map(({ text, to }) => (
              <li key={to}>
                <label className="flex items-center gap-2 text-body">
                  <input
                    type="checkbox"
                    checked={wanted.includes(to)}
                    onChange={() =>
                      setWanted((old) => (old.includes(to) ? old.filter((id) => id !== to) : [...old, to]))
                    }
                  />
                  {text} <span className="text-muted">{`(${name(to)})`}</span>
                </label>
              </li>
            ))}
          </ul>
        </fieldset>
      ) : null}
      <div className="mt-5 flex flex-wrap items-center gap-3">
        <Button look="primary" size="large" disabled={busy} onClick={() => void create()}>
          Create this workflow
        </Button>
        <span className="text-muted text-row">
          {template ? `A working example: ${template.title}` : 'An input, the pattern and an output'}
        </span>
      </div>
    </div>
  )
}
