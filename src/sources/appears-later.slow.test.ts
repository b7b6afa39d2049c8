import { expect, spyOn, test } from 'bun:test'
import { cpSync, mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Source } from '../facts/source.ts'
import { temporary } from '../lib/testing/temporary.ts'
import { until } from '../lib/testing/until.ts'
import { createOpenClaw } from './openclaw/openclaw.ts'
import { createCommandLines } from './sources.ts'

/** Takes away the timers of this length and more: nothing is found by looking at everything once more. */
function withoutTimersFrom(ms: number) {
  const real = setTimeout
  return spyOn(globalThis, 'setTimeout').mockImplementation(((run: () => void, delay = 0, ...rest: []) =>
    real(delay < ms ? run : () => {}, delay < ms ? delay : 0, ...rest)) as typeof setTimeout)
}

/** The source of each runtime over a folder, and the recorded home that appears there. */
const runtimes: [name: string, recorded: string, make: (folder: string) => Source][] = [
  ...(['claude-code', 'codex', 'gemini', 'opencode'] as const).map((runtime): (typeof runtimes)[number] => [
    runtime,
    `tests/homes/${runtime}`,
    (folder) => {
      const nowhere = { 'claude-code': [], codex: [], gemini: [], opencode: [] }
      return createCommandLines({ ...nowhere, [runtime]: [folder] }).find((one) => one.runtime === runtime)!
    },
  ]),
  ['openclaw', 'tests/homes/2026.3.24', (folder) => createOpenClaw({ homes: [folder], configPath: null })],
  [
    'openclaw in its newer form',
    'tests/homes/2026.9.6',
    (folder) => createOpenClaw({ homes: [folder], configPath: null }),
  ],
]

/** The keys of the answers that passes find, made whenever the source wakes. */
function reading(source: Source) {
  const keys = new Set<string>()
  const cursors = new Map<string, unknown>()
  let awake = false
  let isStopped = false
  let woken = Promise.withResolvers<void>()
  const stop = source.watch(() => {
    awake = true
    woken.resolve()
  })
  async function run() {
    while (!isStopped) {
      if (!awake) await woken.promise
      awake = false
      woken = Promise.withResolvers<void>()
      for await (const { unit, cursor, facts } of source.read((at) => cursors.get(at), new AbortController().signal)) {
        if (cursor !== null) cursors.set(unit, structuredClone(cursor))
        for (const fact of facts) if (fact.kind === 'usage') keys.add(fact.key)
      }
      await Bun.sleep(15)
    }
  }
  const running = run()
  return {
    keys,
    async [Symbol.asyncDispose]() {
      isStopped = true
      woken.resolve()
      await running
      stop()
    },
  }
}

/** What one look at everything finds. */
async function keysIn(source: Source) {
  const keys = new Set<string>()
  for await (const { facts } of source.read(() => undefined, new AbortController().signal))
    for (const fact of facts) if (fact.kind === 'usage') keys.add(fact.key)
  return keys
}

for (const [name, recorded, make] of runtimes)
  test(`${name}: a home that appears after the start is noticed by itself, however deep`, async () => {
    using folder = temporary('later')
    const expected = await keysIn(make(resolve(recorded)))
    expect(expected.size).toBeGreaterThan(0)
    using _ = withoutTimersFrom(10_000)
    const home = folder.at('not', 'there', 'yet')
    await using read = reading(make(home))
    await Bun.sleep(50)
    for (const already of ['not', 'not/there']) {
      mkdirSync(folder.at(already), { recursive: true })
      await Bun.sleep(30)
    }
    cpSync(resolve(recorded), home, { recursive: true })
    await until(() => read.keys.size === expected.size)
    expect([...read.keys].sort()).toEqual([...expected].sort())
  }, 30_000)
