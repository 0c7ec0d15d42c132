/**
 * Guest side of a code call, evaluated before any user code so that what it captures is untouched. `start` begins the
 * call, `finish` gives the JSON text, throws what the code threw, or gives undefined while a promise is pending.
 */
export const codePrelude = `(() => {
  const { parse, stringify } = JSON
  const text = String
  const lines = []
  let room = 65536
  const write = (...parts) => {
    if (lines.length >= 200 || room <= 0) return
    let line = ''
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i]
      let shown
      try { shown = typeof part === 'object' && part !== null && !(part instanceof Error) ? stringify(part) : text(part) }
      catch { shown = '[cannot be shown]' }
      line += (i === 0 ? '' : ' ') + shown
    }
    if (line.length > room) line = line.slice(0, room)
    room -= line.length
    lines[lines.length] = line
  }
  globalThis.console = { log: write, info: write, warn: write, error: write, debug: write }
  let state = 'pending', result
  globalThis.__bridge = {
    async start(module, input, ctx) {
      let value
      try {
        const main = (await module).default
        if (typeof main !== 'function') { state = 'no-function'; return }
        value = await main(parse(input), parse(ctx))
      } catch (error) { state = 'threw'; result = error; return }
      try {
        result = stringify(value)
        state = typeof result === 'string' ? 'done' : 'nothing'
      } catch (error) { state = 'not-json'; result = error }
    },
    state: () => state,
    finish() { if (state === 'done') return result; throw result },
    log: () => stringify(lines),
  }
})()`

/** Guest side of a render; LiquidJS has been evaluated before it. Values in \`{{ }}\` become text as everywhere in Quorum. */
export const renderPrelude = `(() => {
  const { parse, stringify } = JSON
  const textOf = (value) => {
    if (value === null || value === undefined) return ''
    if (typeof value === 'string') return value
    if (typeof value !== 'object') return String(value)
    if (!Array.isArray(value)) {
      const fields = Object.values(value)
      if (fields.length === 1) return textOf(fields[0])
    }
    return stringify(value, null, 2)
  }
  const engine = new liquidjs.Liquid({
    ownPropertyOnly: true, strictFilters: true, strictVariables: true, templates: {}, dynamicPartials: false,
    outputEscape: textOf,
  })
  globalThis.__bridge = {
    render(texts, names) {
      const rendered = []
      for (const text of parse(texts)) {
        try { rendered.push(engine.parseAndRenderSync(text, parse(names))) }
        catch (error) {
          const partial = error.message.startsWith('ENOENT')
          return stringify({
            error: partial ? 'A template cannot include, render or extend another one' : error.message,
            missing: error.message.startsWith('undefined variable'),
          })
        }
      }
      return stringify({ rendered })
    },
  }
})()`
