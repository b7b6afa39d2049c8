import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { temporary } from '../lib/testing/temporary.ts'
import { readLine } from '../logs/keeper/read-line.ts'
import { logsText, startDemoLogs } from './past-logs.ts'

const now = Date.UTC(2026, 10, 30, 12)

test('the logs of the demo tell thirty days in order, with a few errors, and are named in its config.toml', () => {
  using folder = temporary('demo-logs')
  const gatewayLog = folder.at('gateway.log')
  const { logs, say } = startDemoLogs({ seed: 7, now, folder: folder.at('logs'), gatewayLog })
  say(now)
  expect(Bun.TOML.parse(logsText(logs))).toEqual({ logs })
  const files = [gatewayLog, ...logs.map(({ path }) => path)].map((path) => readFileSync(path, 'utf8').trim())
  const lines = files.map((text) =>
    text
      .split('\n')
      .filter((line) => !line.startsWith(' '))
      .map((line) => readLine(line, now)),
  )
  for (const file of lines) {
    const times = file.map(({ at }) => at!)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect(times[0]!).toBeLessThan(now - 25 * 86_400_000)
  }
  const all = lines.flat()
  expect(all.at(-1)!.at).toBeLessThanOrEqual(now)
  const errors = all.filter(({ level }) => level === 'error').length
  expect(errors).toBeGreaterThan(20)
  expect(errors).toBeLessThan(all.length / 10)
})
