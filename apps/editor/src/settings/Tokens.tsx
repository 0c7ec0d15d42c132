import { type FormEvent, useId, useState } from 'react'
import { createToken, deleteToken, listTokens } from '../api/client.ts'
import { messageOf } from '../api/error.ts'
import type { ApiToken } from '../api/types.ts'
import { useLoad } from '../api/useLoad.ts'
import { Button } from '../ui/Button.tsx'
import { toast } from '../ui/Toast.tsx'

const scopes = [
  { id: 'read', name: 'Look at flows and runs' },
  { id: 'run', name: 'Start and steer runs of saved flows' },
  { id: 'edit', name: 'Change flows' },
  { id: 'admin', name: 'Everything, keys and settings too' },
] as const
const day = (text: string | null): string => (text === null ? 'never' : new Date(text).toLocaleDateString())

/** Tokens for programs: what each may do, until when, and when it was last used. */
export function Tokens() {
  const { data, error, reload } = useLoad('tokens', listTokens)
  const [made, setMade] = useState<string | null>(null)
  return (
    <>
      {error ? <p className="mt-2 text-failed text-row">{error}</p> : null}
      {data && data.items.length > 0 ? (
        <ul className="mt-3 divide-y divide-line rounded-node border border-line bg-surface">
          {data.items.map((token) => (
            <Row key={token.id} token={token} onChange={reload} />
          ))}
        </ul>
      ) : null}
      {made ? (
        <div role="status" className="mt-3 rounded-node border border-line bg-surface-2 p-3 text-row">
          <p>Copy the token now. It is not shown again.</p>
          <code className="mt-1 block break-all font-mono">{made}</code>
          <div className="mt-2 flex gap-2">
            <Button
              size="small"
              onClick={() =>
                void navigator.clipboard.writeText(made).then(
                  () => toast({ text: 'Token copied.' }),
                  () => toast({ text: 'It could not be copied. Select it by hand.', tone: 'error' }),
                )
              }
            >
              Copy
            </Button>
            <Button size="small" onClick={() => setMade(null)}>
              Done
            </Button>
          </div>
        </div>
      ) : null}
      <AddToken
        onMade={(token) => {
          setMade(token)
          reload()
        }}
      />
    </>
  )
}

function Row({ token, onChange }: { token: ApiToken; onChange: () => void }) {
  const { id, name, scope, hint, expiresAt, usedAt } = token
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
      <span className="font-medium text-body">{name}</span>
      <span className="flex-1 text-muted text-row">
        {scope} · <code className="font-mono">{hint}</code> · ends {day(expiresAt)} · last used {day(usedAt)}
      </span>
      <Button
        size="small"
        look="danger"
        aria-label={`Delete the token ${name}`}
        onClick={() =>
          void deleteToken(id).then(onChange, (problem: unknown) => toast({ text: messageOf(problem), tone: 'error' }))
        }
      >
        Delete
      </Button>
    </li>
  )
}

function AddToken({ onMade }: { onMade: (token: string) => void }) {
  const id = useId()
  const [name, setName] = useState('')
  const [scope, setScope] = useState<string>('run')
  const [days, setDays] = useState('90')
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    try {
      const { token } = await createToken({ name: name.trim(), scope, days: days === '' ? null : Number(days) })
      setName('')
      onMade(token)
    } catch (problem) {
      toast({ text: messageOf(problem), tone: 'error' })
    }
  }
  return (
    <form onSubmit={(event) => void add(event)} className="mt-3 flex flex-wrap items-end gap-2">
      <label htmlFor={`${id} name`} className="block min-w-40 flex-1 text-row">
        <span className="mb-1 block font-medium">For which program</span>
        <input
          id={`${id} name`}
          className="field"
          maxLength={100}
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
      </label>
      <label htmlFor={`${id} scope`} className="block text-row">
        <span className="mb-1 block font-medium">It may</span>
        <select id={`${id} scope`} className="field" value={scope} onChange={({ target }) => setScope(target.value)}>
          {scopes.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
      <label htmlFor={`${id} days`} className="block text-row">
        <span className="mb-1 block font-medium">For</span>
        <select id={`${id} days`} className="field" value={days} onChange={({ target }) => setDays(target.value)}>
          <option value="7">a week</option>
          <option value="90">90 days</option>
          <option value="365">a year</option>
          <option value="">ever</option>
        </select>
      </label>
      <Button type="submit" disabled={name.trim() === ''}>
        Make a token
      </Button>
    </form>
  )
}
