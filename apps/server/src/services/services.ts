import { type Services, StepFailure, type Value } from '@quorum/engine'

type Options = Parameters<Services['call']>[2]
export type Service = (request: Value, options: Options) => Promise<Value>

/** The server's services by name. */
export function createServices(known: Readonly<Record<string, Service>>): Services {
  return {
    async call(name, request, options) {
      options.signal.throwIfAborted()
      const service = Object.hasOwn(known, name) ? known[name] : undefined
      if (!service) throw new StepFailure('not-supported', `This server has no service “${name}”.`)
      return service(request, options)
    },
  }
}
