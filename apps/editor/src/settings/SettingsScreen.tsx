import { TopBar } from '../ui/TopBar.tsx'
import { setTheme, type Theme, useTheme } from '../ui/theme.ts'
import { AuditList } from './AuditList.tsx'
import { DefaultModel } from './DefaultModel.tsx'
import { Keys } from './Keys.tsx'
import { Models } from './Models.tsx'
import { Tokens } from './Tokens.tsx'

const themes: readonly { id: Theme; name: string }[] = [
  { id: 'system', name: 'As the system' },
  { id: 'light', name: 'Light' },
  { id: 'dark', name: 'Dark' },
]

export function SettingsScreen() {
  const theme = useTheme()
  return (
    <div className="flex min-h-full flex-col">
      <TopBar here="settings" />
      <main className="mx-auto w-full max-w-3xl flex-1 px-4 py-8">
        <h1 className="font-semibold text-page">Settings</h1>
        <section aria-labelledby="theme-title" className="mt-6">
          <h2 id="theme-title" className="font-semibold text-heading">
            Theme
          </h2>
          <p className="text-body text-muted">Only for this browser.</p>
          <div role="radiogroup" aria-labelledby="theme-title" className="mt-2 flex gap-4">
            {themes.map(({ id, name }) => (
              <label key={id} className="flex h-8 items-center gap-2 text-body">
                <input
                  type="radio"
                  name="theme"
                  checked={theme === id}
                  onChange={() => setTheme(id)}
                  className="size-4 accent-accent"
                />
                {name}
              </label>
            ))}
          </div>
        </section>
        <section aria-labelledby="models-title" className="mt-8">
          <h2 id="models-title" className="font-semibold text-heading">
            Models
          </h2>
          <p className="text-body text-muted">
            The practice model is always there. To use a real one, add its key here, or start the server with it: for
            example <code className="font-mono text-row">OPENAI_API_KEY=… npm start</code>. For a model on your own
            computer set <code className="font-mono text-row">QUORUM_MODEL_URL=http://127.0.0.1:11434/v1</code>.
          </p>
          <Keys />
          <DefaultModel />
          <Models />
        </section>
        <section aria-labelledby="tokens-title" className="mt-8">
          <h2 id="tokens-title" className="font-semibold text-heading">
            Tokens for programs
          </h2>
          <p className="text-body text-muted">
            A script or another server calls Quorum with a token of its own, which may only do what you allow here.
          </p>
          <Tokens />
        </section>
        <section aria-labelledby="audit-title" className="mt-8">
          <h2 id="audit-title" className="font-semibold text-heading">
            Who did what
          </h2>
          <p className="text-body text-muted">Every change, and every key used. Kept for 90 days.</p>
          <AuditList />
        </section>
      </main>
    </div>
  )
}
