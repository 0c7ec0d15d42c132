import { TopBar } from '../ui/TopBar.tsx'
import { AppearanceSettings } from './AppearanceSettings.tsx'
import { AuditList } from './AuditList.tsx'
import { DefaultModel } from './DefaultModel.tsx'
import { Keys } from './Keys.tsx'
import { Models } from './Models.tsx'
import { Tokens } from './Tokens.tsx'

export function SettingsScreen() {
  return (
    <div className="flex min-h-full flex-col">
      <TopBar here="settings" />
      <main className="mx-auto w-full max-w-3xl flex-1 px-4 py-8">
        <h1 className="font-semibold text-page">Settings</h1>
        <AppearanceSettings />
        <section aria-labelledby="models-title" className="mt-8">
          <h2 id="models-title" className="font-semibold text-heading">
            Models
          </h2>
          <p className="text-body text-muted">
            The practice model is always there. To use a real one, add its key here, or start the server with it: for
            example <code className="wrap-anywhere font-mono text-row">OPENAI_API_KEY=… npm start</code>. For a model on
            your own computer set{' '}
            <code className="wrap-anywhere font-mono text-row">QUORUM_MODEL_URL=http://127.0.0.1:11434/v1</code>.
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
