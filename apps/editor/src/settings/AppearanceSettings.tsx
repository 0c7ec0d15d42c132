import { type Density, type Motion, setAppearance, useAppearance } from '../ui/appearance.ts'
import { setTheme, type Theme, useTheme } from '../ui/theme.ts'

const themes: readonly (readonly [Theme, string])[] = [
  ['system', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
]
const densities: readonly (readonly [Density, string])[] = [
  ['cosy', 'Cosy'],
  ['compact', 'Compact'],
]
const motions: readonly (readonly [Motion, string])[] = [
  ['system', 'As the system'],
  ['reduced', 'Nothing moves by itself'],
]

/** How this browser shows everything; nobody else is affected. */
export function AppearanceSettings() {
  const theme = useTheme()
  const { density, motion } = useAppearance()
  return (
    <section aria-labelledby="appearance-title" className="mt-6">
      <h2 id="appearance-title" className="font-semibold text-heading">
        Appearance
      </h2>
      <p className="text-body text-muted">Only for this browser. Compact shows more steps and list entries at once.</p>
      <div className="mt-3 flex flex-col gap-3">
        <Choice name="Theme" choices={themes} value={theme} onChange={setTheme} />
        <Choice
          name="Density"
          choices={densities}
          value={density}
          onChange={(next) => setAppearance({ density: next })}
        />
        <Choice name="Motion" choices={motions} value={motion} onChange={(next) => setAppearance({ motion: next })} />
      </div>
    </section>
  )
}

interface ChoiceProps<T extends string> {
  readonly name: string
  readonly choices: readonly (readonly [T, string])[]
  readonly value: T
  readonly onChange: (value: T) => void
}

function Choice<T extends string>({ name, choices, value, onChange }: ChoiceProps<T>) {
  return (
    <div role="radiogroup" aria-label={name} className="flex flex-wrap items-center gap-x-4">
      <span aria-hidden className="w-20 font-medium text-row">
        {name}
      </span>
      {choices.map(([id, words]) => (
        <label key={id} className="flex h-8 items-center gap-2 text-body">
          <input
            type="radio"
            name={name}
            checked={value === id}
            onChange={() => onChange(id)}
            className="size-4 accent-accent"
          />
          {words}
        </label>
      ))}
    </div>
  )
}
