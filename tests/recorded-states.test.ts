import { describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { type CommandLine, runtimes } from '../src/facts/runtimes.ts'
import { indexOnce } from '../src/indexing/testing/index-all.ts'
import { createLiveState } from '../src/sessions/live-state.ts'
import { sessionsIn } from '../src/sessions/testing/sessions-in.ts'
import { createCommandLines } from '../src/sources/sources.ts'
import { hasRecording, type Moment, putFiles, readRecording } from './states/record.ts'
import { temporary } from './testing/program.ts'

/**
 * What real command lines wrote and what witnesses said of them in each moment of a turn, recorded by `npm run
 * test:truth`, read again by our sources: whatever state was the true one is the one that is shown.
 */
const recorded = runtimes.filter(hasRecording) as CommandLine[]

test('there is a recording of each command line', () =>
  expect(recorded).toEqual(['claude-code', 'codex', 'gemini', 'opencode']))

for (const runtime of recorded)
  describe(runtime, () => {
    const moments = readRecording(runtime)

    test('the recording holds at least twelve kinds of moments', () =>
      expect(new Set(moments.map(({ moment }) => moment)).size).toBeGreaterThanOrEqual(12))

    for (const one of moments)
      test(`${one.moment} is shown as ${one.expected.join(' or ')}`, async () => {
        expect<(string | undefined)[]>(one.expected).toContain(await stateShown(runtime, one))
      })
  })

async function stateShown(runtime: CommandLine, { at, key, testimonies, files }: Moment) {
  using folder = temporary('recorded')
  putFiles(folder.path, files)
  const folders: Record<CommandLine, string[]> = { 'claude-code': [], codex: [], gemini: [], opencode: [] }
  folders[runtime] = [join(folder.path, homes[runtime])]
  await using built = await indexOnce(() => createCommandLines(folders))
  const liveState = createLiveState()
  liveState.apply({ kind: 'stated', statement: { source: 'recorded', testimonies } })
  const sessions = sessionsIn(built.index, { host: 'here', timezone: 'UTC', now: () => at, liveState })
  return sessions.list({ limit: 200 }).items.find((session) => session.key === key)?.state
}

const homes: Record<CommandLine, string> = {
  'claude-code': '.claude',
  codex: '.codex',
  gemini: '.gemini',
  opencode: '.local/share/opencode',
}
