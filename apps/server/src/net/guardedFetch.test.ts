import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { isPublicAddress, parseAllowList } from './address.ts'
import { GuardError } from './guardError.ts'
import { createGuardedFetch } from './guardedFetch.ts'

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  stops.push(() => {
    server.close()
    server.closeAllConnections()
  })
  return (server.address() as AddressInfo).port
}
const bodyOf = async (request: IncomingMessage) => {
  let text = ''
  for await (const chunk of request) text += chunk
  return text
}

test.each([
  '127.0.0.1',
  '127.1',
  '127.255.255.254',
  '0',
  '0.0.0.0',
  '2130706433',
  '0x7f000001',
  '0x7f.1',
  '0177.0.0.1',
  '017700000001',
  '127.0.0.1.',
  '１２７.0.0.1',
  '[::1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:0:0:1]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[2002:7f00:1::]',
  'localhost',
  'LOCALHOST',
  'localhost.',
])('%s is refused although it leads to this machine', async (host) => {
  let reached = 0
  const port = await serve((_, response) => {
    reached++
    response.end()
  })
  const guarded = createGuardedFetch({ allow: [] })
  await expect(guarded(`http://${host}:${port}/`)).rejects.toThrow()
  expect(reached).toBe(0)
})

test.each([
  '10.0.0.1',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '192.0.0.1',
  '192.0.2.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  'fc00::1',
  'fe80::1',
  'fec0::1',
  'ff02::1',
  '2001:db8::1',
  '2001::1',
  '::ffff:10.0.0.1',
  '64:ff9b:1::1',
  '100::1',
  '::102:304',
  '4000::1',
  'not an address',
])('%s is not public', (ip) => {
  expect(isPublicAddress(ip)).toBe(false)
})

test.each(['1.1.1.1', '93.184.215.14', '2606:4700::1111', '::ffff:1.1.1.1'])('%s is public', (ip) => {
  expect(isPublicAddress(ip)).toBe(true)
})

test('a name is refused if any of its addresses is not public, and is not asked twice', async () => {
  let asked = 0
  const lookup = ((_host: string, _options: object, done: (error: null, list: object[]) => void) => {
    asked++
    done(null, [
      { address: '93.184.215.14', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ])
  }) as unknown as typeof import('node:dns').lookup
  const guarded = createGuardedFetch({ allow: [], lookup })
  await expect(guarded('http://rebinding.example/')).rejects.toThrow(
    /not on the public internet.*QUORUM_ALLOW_PRIVATE_NETWORK/,
  )
  expect(asked).toBe(1)
})

describe('the allow-list', () => {
  test('lets exactly host and port through, in any spelling of the host', async () => {
    const port = await serve((_, response) => response.end('hello'))
    const guarded = createGuardedFetch({ allow: [`127.0.0.1:${port}`] })
    expect(await (await guarded(`http://127.0.0.1:${port}/`)).text()).toBe('hello')
    expect(await (await guarded(`http://0x7f.1:${port}/`)).text()).toBe('hello')
    await expect(guarded(`http://localhost:${port}/`)).rejects.toThrow(GuardError)
    const other = await serve((_, response) => response.end())
    await expect(guarded(`http://127.0.0.1:${other}/`)).rejects.toThrow(GuardError)
  })

  test('reads hosts, ports and addresses', () => {
    expect([...parseAllowList(['Box.Local:8080', 'nas', 'https://m.example/v1', '[::1]:5', '::1'])]).toEqual([
      'box.local:8080',
      'nas:80',
      'nas:443',
      'm.example:443',
      '[::1]:5',
      '[::1]:80',
      '[::1]:443',
    ])
    expect(() => parseAllowList(['a b'])).toThrow(/“a b”/)
  })
})

test.each([
  ['file:///etc/passwd', /Only http and https/],
  ['data:text/plain,x', /Only http and https/],
  ['http://user:pass@1.1.1.1/', /user name/],
  ['nonsense', /cannot be read/],
])('%s is refused', async (url, message) => {
  await expect(createGuardedFetch({ allow: [] })(url)).rejects.toThrow(message)
})

test.each(['host', 'transfer-encoding', 'connection'])('the header %s cannot be set', async (name) => {
  const guarded = createGuardedFetch({ allow: [] })
  await expect(guarded('http://1.1.1.1/', { headers: { [name]: 'x' } })).rejects.toThrow(/cannot be set/)
})

describe('redirects', () => {
  test('each hop is judged like the first', async () => {
    const inner = await serve((_, response) => response.end('secret'))
    const outer = await serve((_, response) =>
      response.writeHead(302, { location: `http://127.0.0.1:${inner}/` }).end(),
    )
    await expect(createGuardedFetch({ allow: [`127.0.0.1:${outer}`] })(`http://127.0.0.1:${outer}/`)).rejects.toThrow(
      GuardError,
    )
  })

  test('five are followed, six are not', async () => {
    const port = await serve((request, response) => {
      const left = Number(request.url?.slice(1))
      if (left === 0) response.end('there')
      else response.writeHead(307, { location: `/${left - 1}` }).end()
    })
    const guarded = createGuardedFetch({ allow: [`127.0.0.1:${port}`] })
    const response = await guarded(`http://127.0.0.1:${port}/5`, { method: 'POST', body: 'x' })
    expect([await response.text(), response.redirected, response.url]).toEqual([
      'there',
      true,
      `http://127.0.0.1:${port}/0`,
    ])
    await expect(guarded(`http://127.0.0.1:${port}/6`)).rejects.toThrow(/more than 5 times/)
  })

  test('credentials stay with the first origin, and a 303 turns a post into a get', async () => {
    const seen: unknown[] = []
    const other = await serve((request, response) => {
      seen.push(request.headers.authorization, request.headers['x-our-token'], request.headers.accept, request.method)
      response.end()
    })
    const port = await serve((_, response) => response.writeHead(303, { location: `http://127.0.0.1:${other}/` }).end())
    const guarded = createGuardedFetch({ allow: [`127.0.0.1:${port}`, `127.0.0.1:${other}`] })
    await guarded(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      body: 'x',
      headers: { authorization: 'Bearer key', 'x-our-token': 'key', accept: 'text/plain' },
    })
    expect(seen).toEqual([undefined, undefined, 'text/plain', 'GET'])
  })
})

describe('bounds', () => {
  test('a body beyond the limit after decoding is cut off', async () => {
    const port = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(20_000)))
    })
    const at = `http://127.0.0.1:${port}/`
    const allow = [`127.0.0.1:${port}`]
    expect(await (await createGuardedFetch({ allow, maxBodyBytes: 20_000 })(at)).text()).toHaveLength(20_000)
    const cut = await createGuardedFetch({ allow, maxBodyBytes: 19_999 })(at)
    await expect(cut.text()).rejects.toThrow(/more than 19999 bytes/)
  })

  test('a server that never answers is given up', async () => {
    const port = await serve(() => {})
    const guarded = createGuardedFetch({ allow: [`127.0.0.1:${port}`], totalMs: 50 })
    await expect(guarded(`http://127.0.0.1:${port}/`)).rejects.toThrow(/timeout/i)
  })

  test('an abort closes the connection', async () => {
    const closed = Promise.withResolvers<void>()
    const arrived = Promise.withResolvers<void>()
    const port = await serve((request) => {
      request.socket.on('close', () => closed.resolve())
      arrived.resolve()
    })
    const abort = new AbortController()
    const call = createGuardedFetch({ allow: [`127.0.0.1:${port}`] })(`http://127.0.0.1:${port}/`, {
      signal: abort.signal,
    })
    await arrived.promise
    abort.abort()
    await expect(call).rejects.toThrow(/abort/i)
    await closed.promise
  })

  test('what is sent arrives unchanged', async () => {
    const port = await serve(async (request, response) => response.end(await bodyOf(request)))
    const guarded = createGuardedFetch({ allow: [`127.0.0.1:${port}`] })
    const response = await guarded(`http://127.0.0.1:${port}/`, { method: 'POST', body: JSON.stringify({ a: 'é' }) })
    expect(await response.json()).toEqual({ a: 'é' })
  })
})
