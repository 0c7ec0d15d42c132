import { describe, expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

const refused = (env: Record<string, string>): string => {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
  }
  return ''
}

describe('the settings', () => {
  test('nothing set means this machine only, port 4400', () => {
    const { config, warnings } = readConfig({})
    expect(config).toMatchObject({ port: 4400, host: '127.0.0.1', loopback: true, token: null, durability: 'full' })
    expect(warnings).toEqual([])
  })

  test.each([
    [{ PORT: 'abc' }, 'PORT'],
    [{ PORT: '70000' }, 'PORT'],
    [{ QUORUM_TOKEN: 'short' }, 'QUORUM_TOKEN'],
    [{ QUORUM_DURABILITY: 'some' }, 'QUORUM_DURABILITY'],
    [{ QUORUM_MODEL_URL: 'ftp://x' }, 'QUORUM_MODEL_URL'],
    [{ QUORUM_ALLOW_PRIVATE_NETWORK: 'http://' }, 'QUORUM_ALLOW_PRIVATE_NETWORK'],
    [{ DATABASE_URL: 'postgres://x' }, 'DATABASE_URL'],
  ])('a wrong value is one line that names it: %o', (env, name) => {
    const line = refused(env)
    expect(line).toContain(name)
    expect(line).not.toContain('\n')
  })

  test.each(['0.0.0.0', '::', '', '192.168.0.4', 'example.org'])(
    'the address "%s" opens Quorum to others and needs a token',
    (HOST) => {
      expect(refused({ HOST })).toContain('QUORUM_TOKEN')
      expect(readConfig({ HOST, QUORUM_TOKEN: 'x'.repeat(24) }).config.loopback).toBe(false)
    },
  )

  test('a misspelt setting is said, not swallowed', () => {
    expect(readConfig({ QUORUM_TOKN: 'x' }).warnings[0]).toContain('QUORUM_TOKN')
  })
})
