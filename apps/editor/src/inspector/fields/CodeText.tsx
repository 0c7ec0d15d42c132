import { useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { NameChoice } from '../names.ts'
import type { mountCode } from './codeMirror.ts'
import type { CodeMode } from './codePreference.ts'

interface Props {
  id: string
  label: string
  mode: CodeMode
  value: string
  names: readonly NameChoice[]
  rows: number
  invalid?: boolean
  onChange: (text: string) => void
}

type Mounted = ReturnType<typeof mountCode>

/** A field for code. CodeMirror comes with the first of them; until then, and if it cannot be had, it is a plain field. */
export function CodeText({ id, label, mode, value, names, rows, invalid = false, onChange }: Props) {
  const host = useRef<HTMLDivElement>(null)
  const plain = useRef<HTMLTextAreaElement>(null)
  const mounted = useRef<Mounted | null>(null)
  const [ready, setReady] = useState(false)
  const now = useRef({ value, names, onChange })
  now.current = { value, names, onChange }
  useEffect(() => {
    let gone = false
    void import('./codeMirror.ts').then(
      ({ mountCode }) => {
        if (gone || !host.current) return
        mounted.current = mountCode(host.current, {
          id,
          label,
          mode,
          text: now.current.value,
          names: () => now.current.names,
          onChange: (text) => now.current.onChange(text),
        })
        const field = plain.current
        const typing = field !== null && field === document.activeElement
        // At once, so that no key between the two fields goes astray: outside a field, keys are orders to the canvas.
        flushSync(() => setReady(true))
        if (typing) mounted.current.focus(field.selectionStart, field.selectionEnd)
      },
      () => undefined,
    )
    return () => {
      gone = true
      mounted.current?.destroy()
      mounted.current = null
    }
  }, [id, label, mode])
  useEffect(() => mounted.current?.setText(value), [value])
  return (
    <>
      {ready ? null : (
        <textarea
          ref={plain}
          id={id}
          className="field resize-y font-mono !text-row"
          rows={rows}
          spellCheck={false}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      <div
        ref={host}
        hidden={!ready}
        className="code-field"
        data-invalid={invalid || undefined}
        style={{ minHeight: rows * 18 }}
        aria-describedby={`${id}-help`}
      />
    </>
  )
}
