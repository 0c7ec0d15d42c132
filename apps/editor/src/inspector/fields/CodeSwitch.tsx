import { Code } from 'lucide-react'
import { setCodeFields, useCodeFields } from './codePreference.ts'

/** For those who like to write: colours and completion in fields for templates and expressions. */
export function CodeSwitch() {
  const on = useCodeFields()
  return (
    <button
      type="button"
      aria-pressed={on}
      aria-label="Colours and completion"
      title={`Colours and completion: ${on ? 'on' : 'off'}`}
      className="inline-flex size-6 items-center justify-center rounded-control text-muted hover:bg-surface-2 aria-pressed:text-accent"
      onClick={() => setCodeFields(!on)}
    >
      <Code aria-hidden size={14} />
    </button>
  )
}
