import { createSandbox } from '../sandbox.ts'

// A pretended server: uses the sandbox, says so, then stays (or has nothing more to do, or leaves work running).
const sandbox = createSandbox()
const run = (source: string) =>
  sandbox.run({
    source,
    input: null,
    ctx: null,
    timeoutMs: 1_000,
    memoryMb: 16,
    signal: new AbortController().signal,
  })

const { value } = await run('export default () => "used"')
if (process.argv[2] === 'loop') void run('export default () => { while (true) {} }').catch(() => {})
process.send?.(value)
if (process.argv[2] === 'leave') process.disconnect?.()
