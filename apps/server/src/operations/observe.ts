import { randomUUID } from 'node:crypto'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from '../http/env.ts'
import type { Logger } from '../logger.ts'
import type { ModelCalls } from './measureModels.ts'
import { createMetrics, type Metrics } from './metrics.ts'

/** A run that has ended, as the run host tells it. */
export interface EndedRun {
  readonly runId: string
  readonly status: string
  readonly seconds: number
}

export type Observer = ReturnType<typeof createObserver>

/** What operators see of the server: numbers, and lines with the ids of requests and runs. */
export function createObserver(logger: Logger, version: string) {
  const metrics = createMetrics()
  const lag = monitorEventLoopDelay({ resolution: 20 })
  lag.enable()
  metrics.gauge('quorum_build_info', 'The version that runs.', 1, { version })
  return {
    runEnded({ runId, status, seconds }: EndedRun): void {
      metrics.count('quorum_runs_ended_total', 'Runs that have ended.', { status })
      metrics.took('quorum_run_seconds', 'How long runs took, waiting included.', seconds, { status })
      logger.event('run ended', { run: runId, status, seconds: Math.round(seconds * 1_000) / 1_000 })
    },
    modelCalls(sums: readonly ModelCalls[]): void {
      for (const { provider, outcome, calls, seconds, inputTokens, outputTokens, usd } of sums) {
        const labels = { provider }
        metrics.count('quorum_model_calls_total', 'Calls of models.', { provider, outcome }, calls)
        metrics.count('quorum_model_seconds_total', 'Time spent waiting for models.', labels, seconds)
        const tokens = 'Tokens of models, as they or we counted them.'
        metrics.count('quorum_model_tokens_total', tokens, { provider, way: 'in' }, inputTokens)
        metrics.count('quorum_model_tokens_total', tokens, { provider, way: 'out' }, outputTokens)
        metrics.count('quorum_model_usd_total', 'US dollars, where the price is known.', labels, usd)
      }
    },
    text(now: {
      readonly active: number
      readonly queued: number
      readonly streams: number
      readonly stalled: boolean
    }): string {
      metrics.gauge('quorum_runs_active', 'Runs under way.', now.active)
      metrics.gauge('quorum_runs_queued', 'Runs that wait for a place.', now.queued)
      metrics.gauge('quorum_live_views', 'Open streams of events.', now.streams)
      metrics.gauge('quorum_storage_stalled', '1 while nothing can be written.', now.stalled ? 1 : 0)
      processGauges(metrics)
      metrics.gauge('nodejs_eventloop_lag_p99_seconds', 'Since the last look.', lag.percentile(99) / 1e9)
      lag.reset()
      return metrics.text()
    },
    /** Gives each request an id, counts it, and writes it down once it is answered. */
    request: observing(metrics, logger),
    close: () => lag.disable(),
  }
}

function processGauges(metrics: Metrics): void {
  metrics.gauge('process_resident_memory_bytes', 'Memory of the process.', process.memoryUsage.rss())
  const { user, system } = process.cpuUsage()
  metrics.gauge('process_cpu_seconds_total', 'Processor time used.', (user + system) / 1e6)
  metrics.gauge('process_uptime_seconds', 'Since the start.', Math.round(process.uptime()))
}

function observing(metrics: Metrics, logger: Logger): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const given = c.req.header('x-request-id') ?? ''
    // Of a proxy before us, if it is one that can stand in a log.
    const id = /^[\w-]{1,64}$/.test(given) ? given : randomUUID()
    c.set('requestId', id)
    const from = performance.now()
    await next()
    const seconds = (performance.now() - from) / 1_000
    c.res.headers.set('X-Request-Id', id)
    // Patterns and no addresses: those have ids in them, and somebody else chooses them.
    const route = c.get('route') ?? 'none'
    const { method } = c.req
    metrics.count('quorum_http_requests_total', 'Requests.', { method, route, status: String(c.res.status) })
    metrics.took('quorum_http_request_seconds', 'Until the answer began.', seconds, { route })
    const run = /^\/api\/runs\/([\w-]{1,64})/.exec(c.req.path)?.[1]
    logger.event('request', {
      request: id,
      ...(run === undefined ? {} : { run }),
      method,
      route,
      status: c.res.status,
      ms: Math.round(seconds * 1_000),
      who: c.get('caller')?.who ?? 'nobody',
    })
  }
}
