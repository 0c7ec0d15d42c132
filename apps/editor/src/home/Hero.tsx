import { Blocks, Combine, LoaderCircle, Play, Users, Vote } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { messageOf } from '../api/error.ts'
import type { Template } from '../api/types.ts'
import { Button } from '../ui/Button.tsx'
import { Link } from '../ui/Link.tsx'
import { toast } from '../ui/Toast.tsx'
import { runTemplate } from './openings.ts'

const question = 'Should we move our release from Friday to Tuesday?'

/** Each is a template: `example` is what its box holds until somebody types. */
const patterns = [
  {
    template: 'council-of-three',
    name: 'Council',
    icon: Users,
    says: 'Three members answer, rank each other’s answers unnamed, and a chair writes the result.',
    example: question,
  },
  {
    template: 'vote-of-five',
    name: 'Vote',
    icon: Vote,
    says: 'Five voters decide on their own; the majority wins.',
    example: question,
  },
  {
    template: 'complaints-map-reduce',
    name: 'Map-reduce',
    icon: Combine,
    says: 'Each line is one item: they are read in chunks at the same time, and one result is made of the notes.',
    example: 'The parcel came two weeks late.\nThe invoice has the wrong address.\nGreat service, thank you!',
  },
  {
    template: 'ask-until-sure',
    name: 'MAKER',
    icon: Blocks,
    says: 'One member after another says yes, no or it depends, until one verdict is two votes ahead.',
    example: question,
  },
] as const

/** One click from a question to a live run. */
export function Hero({ templates }: { templates: readonly Template[] | null }) {
  const [text, setText] = useState(question)
  const [chosen, setChosen] = useState<(typeof patterns)[number]>(patterns[0])
  const [starting, setStarting] = useState(false)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (starting || !text.trim()) return
    setStarting(true)
    try {
      await runTemplate(chosen.template, templates, text.trim())
    } catch (error) {
      toast({ text: messageOf(error), tone: 'error' })
      setStarting(false)
    }
  }

  return (
    <section aria-labelledby="hero-title" className="flex flex-col items-center gap-5 px-4 pt-14 pb-12">
      <h1 id="hero-title" className="max-w-2xl text-balance text-center font-semibold text-hero tracking-tight">
        Ask a team of AI agents, and watch how they decide
      </h1>
      <form onSubmit={submit} className="pop w-full max-w-2xl p-3">
        <label htmlFor="hero-question" className="sr-only">
          Your question
        </label>
        <textarea
          id="hero-question"
          rows={2}
          required
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
            event.preventDefault()
            event.currentTarget.form?.requestSubmit()
          }}
          className="block w-full resize-none rounded-control bg-transparent px-2 py-1.5 text-heading placeholder:text-muted"
          placeholder="What should they decide?"
        />
        <div className="mt-2 flex flex-wrap items-center gap-2">
          <fieldset className="flex flex-wrap rounded-control border border-line-strong p-0.5">
            <legend className="sr-only">How they work together</legend>
            {patterns.map((pattern) => (
              <label
                key={pattern.template}
                className="flex h-8 items-center gap-1.5 rounded-[4px] px-3 text-body text-muted has-checked:bg-accent has-checked:font-medium has-checked:text-on-accent forced-colors:has-checked:outline-2 has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2"
              >
                <input
                  type="radio"
                  name="pattern"
                  value={pattern.template}
                  checked={pattern === chosen}
                  onChange={() => {
                    setChosen(pattern)
                    if (text === chosen.example) setText(pattern.example)
                  }}
                  className="sr-only"
                />
                <pattern.icon aria-hidden size={16} />
                {pattern.name}
              </label>
            ))}
          </fieldset>
          <span className="flex-1" />
          <Button type="submit" look="primary" size="large" disabled={starting || !text.trim()}>
            {starting ? <LoaderCircle aria-hidden size={18} className="spin" /> : <Play aria-hidden size={18} />}
            {starting ? 'Starting…' : 'Run'}
          </Button>
        </div>
      </form>
      <p className="max-w-2xl text-center text-body text-muted">
        {chosen.says} Runs on practice answers: no key, no cost, nothing leaves this computer.
      </p>
      <p className="-mt-2 text-center text-body">
        <span className="text-muted">A list to work through, a text to write, a plan to make?</span>{' '}
        <Link to="/choose" className="text-accent underline">
          Find what fits
        </Link>
      </p>
    </section>
  )
}
