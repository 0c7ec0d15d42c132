import { type FormEvent, useId, useState } from 'react'
import { deleteCredential, listCredentials, putCredential, testCredential } from '../api/client.ts'
import { messageOf } from '../api/error.ts'
import type { Credential } from '../api/types.ts'
import { useLoad } from '../api/useLoad.ts'
import { refreshModels } from '../api/useModels.ts'
import { Button } from '../ui/Button.tsx'
import { toast } from '../ui/Toast.tsx'

const kinds = [
  { id: 'openai', name: 'OpenAI' },
  { id: 'anthropic', name: 'Anthropic' },
  { id: 'google', name: 'Google' },
  { id: 'local', name: 'Your own endpoint' },
  { id: 'bearer', name: 'HTTP requests (Bearer)' },
  { id: 'header', name: 'HTTP requests (a header)' },
  { id: 'basic', name: 'HTTP requests (user and password)' },
  { id: 'oauth2', name: 'HTTP requests (OAuth 2 client)' },
] as const
type Kind = (typeof kinds)[number]['id']
const forHttp = new Set<Kind>(['bearer', 'header', 'basic', 'oauth2'])
const nameOf = (kind: string): string => kinds.find(({ id }) => id === kind)?.name ?? kind

/** Keys of providers and for HTTP requests: they go in, can be tried and removed, and never come out. */
export function Keys() {
  const { data, error, reload } = useLoad('credentials', listCredentials)
  const changed = (): void => {
    reload()
    refreshModels()
  }
  return (
    <>
      {error ? <p className="mt-2 text-failed text-row">{error}</p> : null}
      {data && data.items.length > 0 ? (
        <ul className="mt-3 divide-y divide-line rounded-node border border-line bg-surface">
          {data.items.map((credential) => (
            <Row key={credential.id} credential={credential} onChange={changed} />
          ))}
        </ul>
      ) : null}
      <AddKey onAdded={changed} />
    </>
  )
}

function Row({ credential, onChange }: { credential: Credential; onChange: () => void }) {
  const { id, name, kind, hint, hosts, readable, usedBy } = credential
  const [said, setSaid] = useState<{ ok: boolean; message: string } | null>(null)
  const attempt = (work: () => Promise<void>): void =>
    void work().catch((problem: unknown) => toast({ text: messageOf(problem), tone: 'error' }))
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
      <span className="font-medium text-body">{name}</span>
      <span className="text-muted text-row">
        {nameOf(kind)} · {hint}
        {hosts.length > 0 ? ` · ${hosts.join(', ')}` : ''}
        {usedBy.length > 0 ? ` · used by ${usedBy.map((flow) => flow.name).join(', ')}` : ''}
      </span>
      <span role="status" className={`flex-1 text-row ${said?.ok ? 'text-done' : 'text-failed'}`}>
        {said?.message ?? (readable ? '' : 'Cannot be read any more. Enter it again.')}
      </span>
      <Button
        size="small"
        aria-label={`Test the key ${name}`}
        onClick={() => attempt(async () => setSaid(await testCredential(id)))}
      >
        Test
      </Button>
      <Button
        size="small"
        look="danger"
        aria-label={`Delete the key ${name}`}
        onClick={() =>
          attempt(async () => {
            await deleteCredential(id)
            onChange()
          })
        }
      >
        Delete
      </Button>
    </li>
  )
}

function AddKey({ onAdded }: { onAdded: () => void }) {
  const id = useId()
  const [kind, setKind] = useState<Kind>('openai')
  const [value, setValue] = useState('')
  const [host, setHost] = useState('')
  const [header, setHeader] = useState('')
  const [oauth, setOauth] = useState({ tokenUrl: '', clientId: '', scope: '' })
  const http = forHttp.has(kind)
  const [problem, setProblem] = useState<string | null>(null)
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    try {
      const hosts = http ? [host.trim()] : []
      const name = http ? host.trim() || 'HTTP' : nameOf(kind)
      await putCredential(`${kind}-${crypto.randomUUID().slice(0, 8)}`, {
        name,
        kind,
        value,
        hosts,
        ...(kind === 'header' ? { header: header.trim() } : {}),
        ...(kind === 'oauth2' ? { oauth } : {}),
      })
      setValue('')
      setHost('')
      setProblem(null)
      onAdded()
    } catch (error) {
      setProblem(messageOf(error))
    }
  }
  return (
    <form onSubmit={(event) => void add(event)} className="mt-3 flex flex-wrap items-end gap-2">
      <label htmlFor={`${id} kind`} className="block text-row">
        <span className="mb-1 block font-medium">For</span>
        <select
          id={`${id} kind`}
          className="field"
          value={kind}
          onChange={({ target }) => setKind(target.value as Kind)}
        >
          {kinds.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
      {http ? (
        <label htmlFor={`${id} host`} className="block text-row">
          <span className="mb-1 block font-medium">Only sent to</span>
          <input
            id={`${id} host`}
            className="field"
            placeholder="api.example.com"
            value={host}
            onChange={({ target }) => setHost(target.value)}
          />
        </label>
      ) : null}
      {kind === 'header' ? (
        <Line id={`${id} header`} label="Name of the header" value={header} onChange={setHeader} />
      ) : null}
      {kind === 'oauth2' ? (
        <>
          <Line
            id={`${id} token`}
            label="Token address"
            value={oauth.tokenUrl}
            onChange={(tokenUrl) => setOauth({ ...oauth, tokenUrl })}
          />
          <Line
            id={`${id} client`}
            label="Client id"
            value={oauth.clientId}
            onChange={(clientId) => setOauth({ ...oauth, clientId })}
          />
          <Line
            id={`${id} scope`}
            label="Scope (may be empty)"
            value={oauth.scope}
            onChange={(scope) => setOauth({ ...oauth, scope })}
          />
        </>
      ) : null}
      <label htmlFor={`${id} value`} className="block min-w-48 flex-1 text-row">
        <span className="mb-1 block font-medium">{valueNames[kind] ?? 'Key'}</span>
        <input
          id={`${id} value`}
          type="password"
          autoComplete="off"
          className="field"
          value={value}
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : `${id} problem`}
          onChange={({ target }) => setValue(target.value)}
        />
      </label>
      <Button type="submit" disabled={value.trim() === ''}>
        Add key
      </Button>
      {problem ? (
        <p id={`${id} problem`} className="w-full text-failed text-row">
          {problem}
        </p>
      ) : null}
    </form>
  )
}

const valueNames: Partial<Record<Kind, string>> = { basic: 'user:password', oauth2: 'Secret of the client' }

interface LineProps {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
}

function Line({ id, label, value, onChange }: LineProps) {
  return (
    <label htmlFor={id} className="block text-row">
      <span className="mb-1 block font-medium">{label}</span>
      <input id={id} className="field" value={value} onChange={({ target }) => onChange(target.value)} />
    </label>
  )
}
