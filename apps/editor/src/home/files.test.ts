import { afterEach, describe, expect, it, vi } from 'vitest'
import { importFile } from './files.ts'

const file = (text: string): File => new File([text], 'mine.json', { type: 'application/json' })

describe('importing a flow file', () => {
  afterEach(() => void vi.unstubAllGlobals())

  it('says that it is not JSON, and sends nothing', async () => {
    const fetch = vi.fn()
    vi.stubGlobal('fetch', fetch)
    await expect(importFile(file('{"format": '))).rejects.toMatchObject({ code: 'bad-json' })
    await expect(importFile(file('{"format": '))).rejects.toThrow('“mine.json” is not a flow file')
    expect(fetch).not.toHaveBeenCalled()
  })

  it('refuses what is larger than the server takes', async () => {
    const large = new File([new Uint8Array(9 * 1024 * 1024)], 'large.json')
    await expect(importFile(large)).rejects.toMatchObject({ code: 'too-large' })
  })

  it('passes on why the server cannot read it', async () => {
    const problem = { title: 'Invalid', detail: 'nodes must be a list', code: 'invalid', status: 422 }
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json(problem, { status: 422 })))
    await expect(importFile(file('{"format":"quorum.flow/1","nodes":3}'))).rejects.toThrow('nodes must be a list')
  })

  it('says so when nobody answers', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed')))
    await expect(importFile(file('{"format":"quorum.flow/1"}'))).rejects.toMatchObject({ code: 'offline' })
  })
})
