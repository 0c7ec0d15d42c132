import { renderPlain, StepFailure, textOf, type Value } from '@quorum/engine'

/**
 * Fills in an address. Each value is percent-encoded as one component, so that it cannot become another path, another
 * query or another host. Only a value the address begins with is taken as it is: it is the address, or its beginning.
 * @throws StepFailure `invalid-request` when the result is no http address, or a value climbs to another folder.
 */
export function addressOf(text: string, names: Readonly<Record<string, Value>>): string {
  const address = renderPlain(text.trim(), names, (value, before) =>
    before === '' ? textOf(value).trim() : encodeURIComponent(textOf(value).toWellFormed()),
  )
  const path = address.replace(/[?#].*$/s, '').replace(/^https?:\/\//i, '')
  if (/\{\{/.test(text) && path.split(/[/\\]/).some((part) => /^(\.|%2e){1,2}$/i.test(part))) {
    throw invalid('A value in the address is “.” or “..”, which would lead to another folder. Check the values.')
  }
  if (!/^https?:\/\/[^\s/?#]+/i.test(address)) {
    throw invalid(
      `“${address.slice(0, 200)}” is no address that can be called. It must begin with https:// or http://.`,
    )
  }
  return address
}

const invalid = (message: string): StepFailure => new StepFailure('invalid-request', message)
