import { isRecord, textOf, type Value } from '@quorum/engine'
import { type ClipboardEvent, type ComponentProps, type DragEvent, useRef, useState } from 'react'
import { messageOf } from '../../api/error.ts'
import { Button } from '../../ui/Button.tsx'
import { plural } from '../figures.ts'
import { cuts, itemsOf, typedList } from './items.ts'

interface Props extends Pick<ComponentProps<'textarea'>, 'id' | 'required' | 'aria-invalid' | 'aria-describedby'> {
  /** One item per line, or the list as JSON. */
  readonly value: string
  readonly onChange: (value: string) => void
}

const taken = '.txt,.md,.csv,.json,.jsonl,.eml,.mbox,text/*'
/** A run takes no more (1 MiB with everything around it). */
const mostChars = 1_000_000

/** A list: typed or pasted, taken from a file, or dropped. It says how many items it has, and how it was cut. */
export function ListInput({ value, onChange, ...common }: Props) {
  const [problem, setProblem] = useState<string | null>(null)
  const [over, setOver] = useState(false)
  const [asText, setAsText] = useState(false)
  const chooser = useRef<HTMLInputElement>(null)
  const list = asText ? null : listIn(value)
  const put = (items: readonly Value[]): void => {
    const text = JSON.stringify(items)
    if (text.length > mostChars) {
      const million = (text.length / 1e6).toFixed(1)
      setProblem(
        `${plural(items.length, 'item')} with ${million} million characters, and a run takes one million. Take fewer or shorter ones.`,
      )
      return
    }
    setProblem(null)
    setAsText(false)
    onChange(text)
  }
  const take = async (files: Iterable<File>): Promise<void> => {
    try {
      put(await itemsOf([...files]))
    } catch (error) {
      setProblem(messageOf(error))
    }
  }
  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>): void => {
    const { selectionStart, selectionEnd } = event.currentTarget
    const [best] = cuts(event.clipboardData.getData('text/plain'))
    // Into what was typed before it goes as it is.
    if (!best || best.words === lines || selectionStart > 0 || selectionEnd < value.length) return
    event.preventDefault()
    put(best.items)
  }
  const onDrop = (event: DragEvent): void => {
    setOver(false)
    if (event.dataTransfer.files.length === 0) return
    event.preventDefault()
    event.stopPropagation()
    void take(event.dataTransfer.files)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a drop target beside the button that does the same
    <div
      className={`flex flex-col gap-1.5 rounded-control ${over ? 'outline-2 outline-accent outline-offset-4' : ''}`}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      {list ? (
        <Found
          list={list}
          id={common.id}
          onText={() => {
            setAsText(true)
            onChange(typedList(list))
          }}
        />
      ) : (
        <textarea
          {...common}
          rows={6}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onPaste={onPaste}
          className="field resize-y"
        />
      )}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted text-row">
        {list ? null : <Counted text={value} onCut={put} />}
        <span className="flex-1" />
        <Button size="small" onClick={() => chooser.current?.click()}>
          {list ? 'From another file…' : 'From a file…'}
        </Button>
        <input
          ref={chooser}
          type="file"
          multiple
          accept={taken}
          className="hidden"
          aria-label="A file with the list, or several with an item each"
          tabIndex={-1}
          onChange={({ target }) => {
            void take(target.files ?? [])
            target.value = ''
          }}
        />
      </div>
      {problem ? (
        <p role="alert" className="text-failed text-row">
          {problem}
        </p>
      ) : null}
    </div>
  )
}

const lines = cuts('')[0]?.words

/** How many items there are so far, and what the text might mean instead. */
function Counted({ text, onCut }: { text: string; onCut: (items: readonly string[]) => void }) {
  if (text.trim() === '' || text.trimStart().startsWith('['))
    return <span>One item per line, or drop a file here: text, mails, CSV, JSON.</span>
  const found = cuts(text)
  const now = found.find(({ words }) => words === lines)
  return (
    <>
      <span aria-live="polite">{`${plural(now?.items.length ?? 0, 'item')}, ${lines}`}</span>
      {found
        .filter((one) => one !== now)
        .map(({ words, items }) => (
          <button key={words} type="button" className="text-accent underline" onClick={() => onCut(items)}>
            {`${words}: ${items.length}`}
          </button>
        ))}
    </>
  )
}

/** A list that is not typed line by line: how long it is and how it begins. */
function Found({ list, id, onText }: { list: readonly Value[]; id: string | undefined; onText: () => void }) {
  return (
    <div id={id} tabIndex={-1} className="rounded-control border border-line-strong px-3 py-2">
      <p className="flex items-center gap-2 font-medium text-body" aria-live="polite">
        <span className="flex-1">{plural(list.length, 'item')}</span>
        <Button size="small" look="quiet" onClick={onText}>
          Edit as text
        </Button>
      </p>
      <ol className="mt-1 ml-5 list-decimal text-muted text-row">
        {list.slice(0, 4).map((item, place) => (
          <li key={place}>
            <span className="line-clamp-1">{shown(item)}</span>
          </li>
        ))}
      </ol>
      {list.length > 4 ? <p className="ml-5 text-muted text-row">… and {list.length - 4} more</p> : null}
    </div>
  )
}

/** In one line. */
const shown = (item: Value): string =>
  isRecord(item)
    ? Object.entries(item)
        .map(([name, value]) => `${name}: ${textOf(value)}`)
        .join(' · ')
    : textOf(item)

function listIn(value: string): readonly Value[] | null {
  if (!value.trimStart().startsWith('[')) return null
  try {
    const list = JSON.parse(value) as Value
    return Array.isArray(list) ? list : null
  } catch {
    return null
  }
}
