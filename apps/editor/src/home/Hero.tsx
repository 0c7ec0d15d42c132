import { LoaderCircle, Play, Users, Vote } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { messageOf } from '../api/error.ts'
import type { Template } from '../api/types.ts'
import { Button } from '../ui/Button.tsx'
import { Link } from '../ui/Link.tsx'
import { toast } from '../ui/Toast.tsx'
import { runTemplate } from './openings.ts'

const patterns = [
  {
    id: 'council',
    name: 'Council',
    icon: Users,
    says: 'Three members answer, rank each other’s answers unnamed, and a chair writes the result.',
  },
  { id: 'vote', name: 'Vote', icon: Vote, says: 'Five voters decide on their own; the majority wins.' },
] as const

const question = 'Should we move our release from Friday to Tuesday?'

/** The template of a pattern: the one whose flow holds a node of that kind, the one named after it first. */
function templateFor(templates: readonly Template[], kind: string): Template | undefined {
  const fitting = templates.filter(({ flow }) => flow.nodes.some((node) => node.kind === kind))
  return fitting.find(({ id }) => id.includes(kind)) ?? fitting[0]
}

/** One click from a question to a live run. */
export function Hero({ templates }: { templates: readonly Template[] | null }) {
  const [text, setText] = useState(question)
  const [pattern, setPattern] = useState<(typeof patterns)[number]['id']>('council')
  const [starting, setStarting] = useState(false)
  const chosen = patterns.find(({ id }) => id === pattern)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (starting || !text.trim()) return
    setStarting(true)
    try {
      await runTemplate(pattern, templates && (templateFor(templates, pattern) ?? null), text.trim(), templateFor)
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
          <fieldset className="flex rounded-control border border-line-strong p-0.5">
            <legend className="sr-only">How they work together</legend>
            {patterns.map(({ id, name, icon: Icon }) => (
              <label
                key={id}
                className="flex h-8 items-center gap-1.5 rounded-[4px] px-3 text-body text-muted has-checked:bg-accent has-checked:font-medium has-checked:text-on-accent forced-colors:has-checked:outline-2 has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2"
              >
                <input
                  type="radio"
                  name="pattern"
                  value={id}
                  checked={pattern === id}
                  onChange={() => setPattern(id)}
                  className="sr-only"
                />
                <Icon aria-hidden size={16} />
                {name}
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
        {chosen?.says} Runs on practice answers: no key, no cost, nothing leaves this computer.
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
