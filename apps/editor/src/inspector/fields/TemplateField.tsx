import { Braces } from 'lucide-react'
import { useRef } from 'react'
import { Menu, type MenuItem } from '../../ui/Menu.tsx'
import { CodeSwitch } from './CodeSwitch.tsx'
import { CodeText } from './CodeText.tsx'
import { useCodeFields } from './codePreference.ts'
import { FieldRow } from './FieldRow.tsx'
import type { FieldProps } from './field.ts'

/** Text with values in it. They are picked from a menu: nobody has to know how a name is written. */
export function TemplateField({ id, label, schema, value, names, onChange }: FieldProps) {
  const code = useCodeFields()
  const area = useRef<HTMLTextAreaElement>(null)
  const text = typeof value === 'string' ? value : typeof schema.default === 'string' ? schema.default : ''
  const insert = (path: string): void => {
    const at = area.current?.selectionStart ?? text.length
    const end = area.current?.selectionEnd ?? at
    const mark = `{{ ${path} }}`
    onChange(text.slice(0, at) + mark + text.slice(end))
    requestAnimationFrame(() => {
      area.current?.focus()
      area.current?.setSelectionRange(at + mark.length, at + mark.length)
    })
  }
  let group = ''
  const items = names.flatMap((name): MenuItem[] => {
    const item: MenuItem = { label: name.label, onSelect: () => insert(name.path) }
    const first = group !== '' && name.group !== group
    group = name.group
    return first ? ['line', item] : [item]
  })
  return (
    <FieldRow
      id={id}
      label={label}
      description={schema.description}
      aside={
        <span className="flex items-center">
          <CodeSwitch />
          <Menu items={items}>
            <button
              type="button"
              className="inline-flex h-6 items-center gap-1 rounded-control px-1.5 text-accent text-meta hover:bg-surface-2"
            >
              <Braces aria-hidden size={12} /> Insert value
            </button>
          </Menu>
        </span>
      }
    >
      {code ? (
        <CodeText id={id} label={label} mode="template" value={text} names={names} rows={4} onChange={onChange} />
      ) : (
        <textarea
          id={id}
          ref={area}
          className="field resize-y"
          rows={4}
          aria-describedby={schema.description ? `${id}-help` : undefined}
          value={text}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </FieldRow>
  )
}
