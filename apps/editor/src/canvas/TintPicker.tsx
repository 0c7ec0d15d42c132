import { tints } from './tints.ts'

/** Six colours to choose from, for a note or a group. */
export function TintPicker({ value, onChange }: { value: string; onChange: (tint: string) => void }) {
  return (
    <div role="radiogroup" aria-label="Colour" className="flex gap-1">
      {tints.map(({ id, name }) => (
        <label key={id} className="tint-choice" data-tint={id} title={name}>
          <input
            type="radio"
            name="tint"
            className="sr-only"
            aria-label={name}
            checked={value === id}
            onChange={() => onChange(id)}
          />
          <span aria-hidden />
        </label>
      ))}
    </div>
  )
}
