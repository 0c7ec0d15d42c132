import { useId, useState } from 'react'
import { listCredentials, listMcpServers, listMcpTools } from '../../api/client.ts'
import { messageOf } from '../../api/error.ts'
import type { McpTool } from '../../api/types.ts'
import { useLoad } from '../../api/useLoad.ts'
import { Button } from '../../ui/Button.tsx'

export interface PickedTool extends McpTool {
  readonly url: string
  readonly credential: string | undefined
}

/** Looks at what an MCP server offers and takes over the tools that are ticked, or `one`. */
export function McpPicker({ one = false, at = '', onPick }: PickerProps) {
  const id = useId()
  const { data: keys } = useLoad('credentials', listCredentials)
  const [url, setUrl] = useState(at)
  const [credential, setCredential] = useState('')
  const [tools, setTools] = useState<readonly McpTool[] | null>(null)
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const [said, setSaid] = useState<string | null>(null)

  const look = async (): Promise<void> => {
    setSaid('Asking the server…')
    setTools(null)
    setTicked(new Set())
    try {
      const { items } = await listMcpTools({ url, ...(credential ? { credential } : {}) })
      setTools(items)
      setSaid(items.length === 0 ? 'It offers no tools.' : null)
    } catch (problem) {
      setSaid(messageOf(problem))
    }
  }
  const tick = (name: string): void => {
    const next = new Set(one ? [] : ticked)
    if (ticked.has(name)) next.delete(name)
    else next.add(name)
    setTicked(next)
  }
  const take = (): void => {
    const picked = (tools ?? []).filter(({ name }) => ticked.has(name))
    onPick(picked.map((tool) => ({ ...tool, url, credential: credential || undefined })))
    setTicked(new Set())
  }

  return (
    <details className="rounded-tile border border-line p-3">
      <summary className="cursor-pointer font-medium text-row">
        {one ? 'Choose from what a server offers' : 'From an MCP server'}
      </summary>
      <div className="mt-3 flex flex-col gap-3">
        <ServerInput id={`${id}-url`} value={url} onChange={setUrl} />
        {keys && keys.items.length > 0 ? (
          <label htmlFor={`${id}-key`} className="block text-row">
            <span className="mb-1 block font-medium">Key</span>
            <select
              id={`${id}-key`}
              className="field"
              value={credential}
              onChange={({ target }) => setCredential(target.value)}
            >
              <option value="">None</option>
              {keys.items.map((key) => (
                <option key={key.id} value={key.id}>
                  {key.name}
                </option>
              ))}
            </select>
          </label>
        ) : null}
        <Button size="small" className="self-start" disabled={url === ''} onClick={() => void look()}>
          List its tools
        </Button>
        {said ? (
          <p role="status" className="text-muted text-row">
            {said}
          </p>
        ) : null}
        {tools && tools.length > 0 ? (
          <>
            <ul className="flex max-h-64 flex-col gap-2 overflow-y-auto">
              {tools.map((tool) => (
                <li key={tool.name}>
                  <label className="flex items-start gap-2 text-row">
                    <input
                      type={one ? 'radio' : 'checkbox'}
                      name={`${id}-tool`}
                      className="mt-0.5 size-4 shrink-0 accent-accent"
                      checked={ticked.has(tool.name)}
                      onChange={() => tick(tool.name)}
                    />
                    <span className="min-w-0">
                      <span className="block break-words font-mono">{tool.name}</span>
                      <span className="block text-meta text-muted">{tool.description}</span>
                    </span>
                  </label>
                </li>
              ))}
            </ul>
            <Button size="small" className="self-start" disabled={ticked.size === 0} onClick={take}>
              {one ? 'Use this tool' : ticked.size === 0 ? 'Tick the tools to allow' : `Allow ${ticked.size}`}
            </Button>
          </>
        ) : null}
      </div>
    </details>
  )
}

interface PickerProps {
  readonly one?: boolean
  /** The address to begin with. */
  readonly at?: string
  readonly onPick: (tools: readonly PickedTool[]) => void
}

function ServerInput({ id, value, onChange }: { id: string; value: string; onChange: (url: string) => void }) {
  const { data: servers } = useLoad('mcp servers', listMcpServers)
  return (
    <label htmlFor={id} className="block text-row">
      <span className="mb-1 block font-medium">Server address</span>
      <input
        id={id}
        className="field"
        list={`${id}-known`}
        placeholder="https://…"
        value={value}
        onChange={({ target }) => onChange(target.value.trim())}
      />
      <datalist id={`${id}-known`}>
        {servers?.items.map((one) => (
          <option key={one.url} value={one.url}>
            {one.name}
          </option>
        ))}
      </datalist>
      {servers && servers.items.length > 0 ? (
        <span className="mt-1 block text-meta text-muted">
          Programs on this server: {servers.items.map((one) => one.url).join(', ')}
        </span>
      ) : null}
    </label>
  )
}
