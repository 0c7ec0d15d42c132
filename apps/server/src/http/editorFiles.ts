import { readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Context } from 'hono'
import type { AppEnv } from './env.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}
const compressible = new Set(['.html', '.js', '.css', '.json', '.svg', '.webmanifest', '.txt'])
const minCompressed = 1_024

interface File {
  readonly path: string
  readonly type: string
  readonly bytes: Buffer<ArrayBuffer>
  readonly small: Map<'br' | 'gzip', Buffer<ArrayBuffer>>
}

export interface EditorFiles {
  readonly built: boolean
  has(path: string): boolean
  /** Null when there is no such file. */
  serve(c: Context<AppEnv>, path: string): Response | null
  index(c: Context<AppEnv>): Response | null
}

/**
 * The built editor, listed once and kept in memory: no request ever names a file of the disk (SECURITY S12).
 * It is read again when a build has replaced `index.html`.
 */
export function createEditorFiles(folder: string): EditorFiles {
  const indexPath = join(folder, 'index.html')
  let readAt = -1
  let files = new Map<string, File>()
  const refresh = (): void => {
    const changedAt = statSync(indexPath, { throwIfNoEntry: false })?.mtimeMs ?? -1
    if (changedAt === readAt) return
    readAt = changedAt
    files = changedAt === -1 ? new Map() : readFolder(folder)
  }
  refresh()

  return {
    get built() {
      return files.has('/index.html')
    },
    has: (path) => path !== '/index.html' && files.has(path),
    serve(c, path) {
      const file = files.get(path)
      if (file === undefined || path === '/index.html') return null
      // Names in /assets carry a hash of their content.
      c.header('Cache-Control', path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
      c.header('Content-Type', file.type)
      return c.body(encoded(c, file))
    },
    index(c) {
      refresh()
      const file = files.get('/index.html')
      if (file === undefined) return null
      c.header('Cache-Control', 'no-cache')
      return c.html(file.bytes.toString('utf8').replaceAll('__CSP_NONCE__', c.get('nonce')))
    },
  }
}

function readFolder(folder: string): Map<string, File> {
  const files = new Map<string, File>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const full = join(entry.parentPath, entry.name)
    const path = `/${relative(folder, full).split(sep).join('/')}`
    const bytes = readFileSync(full)
    files.set(path, { path, type: types[extname(path)] ?? 'application/octet-stream', bytes, small: new Map() })
  }
  return files
}

/** Compressed at the first wish, then kept. */
function encoded(c: Context<AppEnv>, file: File): Buffer<ArrayBuffer> {
  if (!compressible.has(extname(file.path)) || file.bytes.byteLength < minCompressed) return file.bytes
  c.header('Vary', 'Accept-Encoding')
  const accepted = c.req.header('accept-encoding') ?? ''
  const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : null
  if (encoding === null) return file.bytes
  let small = file.small.get(encoding)
  if (small === undefined) {
    small =
      encoding === 'br'
        ? brotliCompressSync(file.bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } })
        : gzipSync(file.bytes)
    file.small.set(encoding, small)
  }
  c.header('Content-Encoding', encoding)
  return small
}
