import { expect, test } from 'vitest'
import { createMetrics } from './metrics.ts'

test('counters, gauges and histograms as Prometheus reads them', () => {
  const metrics = createMetrics()
  metrics.count('calls_total', 'Calls.', { of: 'a"b\n' })
  metrics.count('calls_total', 'Calls.', { of: 'a"b\n' }, 2)
  metrics.gauge('places', 'Places.', 3)
  metrics.gauge('places', 'Places.', 4)
  metrics.took('call_seconds', 'How long.', 0.05, { of: 'x' })
  metrics.took('call_seconds', 'How long.', 500, { of: 'x' })
  const lines = metrics.text().split('\n')
  expect(lines).toContain('# TYPE calls_total counter')
  expect(lines).toContain('calls_total{of="a\\"b\\n"} 3')
  expect(lines).toContain('places 4')
  expect(lines).toContain('call_seconds_bucket{of="x",le="0.025"} 0')
  expect(lines).toContain('call_seconds_bucket{of="x",le="0.1"} 1')
  expect(lines).toContain('call_seconds_bucket{of="x",le="+Inf"} 2')
  expect(lines).toContain('call_seconds_sum{of="x"} 500.05')
  expect(lines).toContain('call_seconds_count{of="x"} 2')
})

test('whatever labels come in, memory stays bounded', () => {
  const metrics = createMetrics()
  for (let i = 0; i < 5_000; i++) metrics.count('a_total', 'A.', { i: String(i) })
  expect(metrics.text().split('\n').length).toBeLessThan(2_010)
})
