import { isAttachment, type Value } from '@quorum/engine'
import { type ComponentProps, useState } from 'react'
import { upload } from '../api/client.ts'
import { messageOf } from '../api/error.ts'
import { Button } from '../ui/Button.tsx'
import { FileView } from './FileView.tsx'

interface Props extends Pick<ComponentProps<'input'>, 'id' | 'required' | 'aria-invalid' | 'aria-describedby'> {
  /** The file as JSON, or empty. */
  readonly value: string
  readonly onChange: (value: string) => void
}

const taken = 'image/png,image/jpeg,image/gif,image/webp,application/pdf,text/*,.md,.csv,.json'

/** A picture, PDF or text: sent to the server as soon as it is chosen. */
export function FileInput({ value, onChange, ...common }: Props) {
  const [state, setState] = useState<'idle' | 'sending' | { problem: string }>('idle')
  const send = async (file: File | undefined): Promise<void> => {
    if (!file) return
    setState('sending')
    try {
      onChange(JSON.stringify(await upload(file)))
      setState('idle')
    } catch (error) {
      setState({ problem: messageOf(error) })
    }
  }
  const chosen = parsed(value)
  return (
    <div className="flex flex-col gap-2">
      {chosen ? (
        <div className="flex items-start gap-2">
          <FileView file={chosen} />
          <Button size="small" onClick={() => onChange('')}>
            Take another
          </Button>
        </div>
      ) : (
        <input
          {...common}
          type="file"
          accept={taken}
          disabled={state === 'sending'}
          className="field"
          onChange={({ target }) => void send(target.files?.[0])}
        />
      )}
      <p role="status" className={`text-row ${typeof state === 'object' ? 'text-failed' : 'text-muted'}`}>
        {state === 'sending'
          ? 'Sending it…'
          : typeof state === 'object'
            ? state.problem
            : chosen
              ? ''
              : 'A picture, PDF or text, up to 5 MB.'}
      </p>
    </div>
  )
}

function parsed(value: string) {
  if (value === '') return null
  try {
    const file = JSON.parse(value) as Value
    return isAttachment(file) ? file : null
  } catch {
    return null
  }
}
