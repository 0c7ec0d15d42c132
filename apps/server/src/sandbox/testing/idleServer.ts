import { createSandbox } from '../sandbox.ts'

// A pretended server: uses the sandbox once, says so, then stays (or has nothing more to do).
const { value } = await createSandbox().run({
  source: 'export default () => "used"',
  input: null,
  ctx: null,
  timeoutMs: 5_000,
  memoryMb: 16,
  signal: new AbortController().signal,
})
process.send?.(value)
if (process.argv[2] === 'leave') process.disconnect?.()
