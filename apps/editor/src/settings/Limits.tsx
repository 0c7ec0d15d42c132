import type { ModelSettings } from '../api/types.ts'

const providers = [
  ['openai', 'OpenAI'],
  ['anthropic', 'Anthropic'],
  ['google', 'Google'],
  ['local', 'Your own endpoint'],
] as const
const kinds = [
  ['atOnce', 'at once'],
  ['perMinute', 'a minute'],
] as const

interface Props {
  readonly value: ModelSettings['limits']
  readonly onChange: (value: ModelSettings['limits']) => void
}

/** How many calls a provider takes at once and a minute; more wait for their turn. */
export function Limits({ value, onChange }: Props) {
  return (
    <details className="mt-3 rounded-node border border-line">
      <summary className="px-4 py-2 font-medium text-body">Limits of providers</summary>
      <p className="px-4 text-muted text-row">Calls beyond them wait for their turn. Empty means no limit.</p>
      <ul className="px-4 py-2">
        {providers.map(([id, name]) => (
          <li key={id} className="flex flex-wrap items-center gap-2 py-1 text-row">
            <span className="w-40">{name}</span>
            {kinds.map(([kind, words]) => (
              <label key={kind} className="flex items-center gap-1" htmlFor={`limit ${id} ${kind}`}>
                <input
                  id={`limit ${id} ${kind}`}
                  type="number"
                  min={1}
                  className="field !w-24"
                  defaultValue={value[id]?.[kind] ?? ''}
                  onBlur={({ target }) => {
                    const before = value[id] ?? { atOnce: null, perMinute: null }
                    const next = target.value === '' ? null : Number(target.value)
                    if (next !== before[kind]) onChange({ ...value, [id]: { ...before, [kind]: next } })
                  }}
                />
                calls {words}
              </label>
            ))}
          </li>
        ))}
      </ul>
    </details>
  )
}
