import { expect, test } from 'bun:test'
import type { Metric } from './metric.ts'
import { metricsOf } from './metrics.ts'
import { prometheusText } from './prometheus-text.ts'
import { parsePrometheus } from './testing/parse-prometheus.ts'
import { hostileMount, noon, snapshotAt, usageOf } from './testing/snapshot.ts'
import { createUsageCounters } from './usage-counters.ts'

const textOf = (snapshot = snapshotAt(noon)) =>
  prometheusText(metricsOf(snapshot, createUsageCounters().take(snapshot.usage ?? [], noon), 'prometheus'))

const hostile = ['"', '\\', '\n', 'a"b\\c\nd', '', '{x="y"} 1', '\\n', '🚢', '\ud800', 'ends with \\']

test('whatever a label or a help holds, the text reads back as it was', () => {
  const metric: Metric = {
    prometheus: 'a_metric',
    otel: null,
    unit: '1',
    kind: 'gauge',
    help: 'two\nlines and a \\ in them',
    points: hostile.map((value, index) => ({ labels: [['of', value]], value: index / 3 })),
  }
  const [family] = parsePrometheus(prometheusText([metric]))
  expect(family!.help).toBe('two\\nlines and a \\\\ in them')
  expect(family!.samples.map(({ labels }) => labels.of)).toEqual(hostile.map((value) => value.toWellFormed()))
  expect(family!.samples.map(({ value }) => value)).toEqual(hostile.map((_, index) => index / 3))
})

test.each([
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, '+Inf'],
  [Number.NEGATIVE_INFINITY, '-Inf'],
  [1e-7, '1e-7'],
  [12, '12'],
])('%p is written %s', (value, written) => {
  const text = prometheusText([
    { prometheus: 'x', otel: null, unit: '1', kind: 'gauge', help: 'x', points: [{ labels: [], value }] },
  ])
  expect(text.split('\n')[2]).toBe(`x ${written}`)
  parsePrometheus(text)
})

test('a machine at work is told in base units, each family once, and a mount stays one label', () => {
  const families = Object.fromEntries(parsePrometheus(textOf()).map((family) => [family.name, family]))
  const value = (name: string, labels: Record<string, string> = {}) =>
    families[name]?.samples.find((sample) => JSON.stringify(sample.labels) === JSON.stringify(labels))?.value
  expect(value('wheelhouse_machine_cpu_usage_ratio')).toBe(0.34)
  expect(value('wheelhouse_disk_used_bytes', { mountpoint: hostileMount })).toBe(3e11)
  expect(value('wheelhouse_disk_free_bytes', { mountpoint: '/' })).toBe(1.6e11)
  expect(value('wheelhouse_gateway_up')).toBe(1)
  expect(value('wheelhouse_gateway_ready')).toBe(0)
  expect(value('wheelhouse_gateway_event_loop_delay_p99_seconds')).toBe(0.012)
  expect(value('wheelhouse_gateway_start_time_seconds')).toBe((noon - 60_000) / 1_000)
  expect(value('wheelhouse_sessions', { state: 'running' })).toBe(2)
  expect(value('wheelhouse_sessions', { state: 'waiting' })).toBe(0)
  expect(value('wheelhouse_agent_processes', { runtime: 'codex' })).toBe(2)
  expect(value('wheelhouse_agents_cpu_usage_cores')).toBe(0.5)
  expect(value('wheelhouse_build_info', { version: '1.2.3' })).toBe(1)
  for (const { name, type } of Object.values(families))
    expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter'])
  for (const name of Object.keys(families)) expect(name).not.toMatch(/percent|_ms|minute|gen_ai/)
})

test('what is unknown has no line, and a family without lines is left out', () => {
  const text = textOf(snapshotAt(noon, { reading: null, values: [['cpu.percent', null]], usage: null }))
  expect(parsePrometheus(text).map(({ name }) => name)).toEqual([
    'wheelhouse_build_info',
    'wheelhouse_start_time_seconds',
  ])
})

test('however many models, mounts and sessions there are, there is an end to the lines', () => {
  const values = Array.from({ length: 500 }, (_, number): [string, number] => [`disk.percent:/mnt/${number}`, 1])
  const usage = Array.from({ length: 2_000 }, (_, number) => usageOf({ model: `model ${number} ${'x'.repeat(300)}` }))
  const families = parsePrometheus(textOf(snapshotAt(noon, { values, usage })))
  const lines = (name: string) => families.find((family) => family.name === name)!.samples
  expect(lines('wheelhouse_disk_usage_ratio')).toHaveLength(64)
  expect(lines('wheelhouse_tokens_total').length).toBeLessThanOrEqual(101 * 4)
  for (const { labels } of lines('wheelhouse_tokens_total')) expect(labels.model!.length).toBeLessThanOrEqual(120)
})
