import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { commandLines } from '../states/command-lines.ts'
import { callEveryTool } from '../states/every-tool.ts'
import { filesOf, keepRecording } from '../states/record.ts'
import { temporary } from '../testing/program.ts'
import { entriesIn, everythingIn, homes, sourceOf } from '../testing/transcripts.ts'

/**
 * What real command lines leave behind when their model calls tools of every kind: each entry has an item, and none is of
 * a kind that its parser does not know. With RECORD_TOOLS what they wrote is kept for `recorded-transcripts.test.ts`.
 */
for (const line of commandLines)
  test(`${line.runtime} calls its tools, and all that it writes is known`, async () => {
    using folder = temporary('every-tool')
    const home = await callEveryTool(line, folder.path)
    const data = join(home, homes[line.runtime])
    const { places, records, notes, actions, plain } = await everythingIn(sourceOf(line.runtime, data))
    expect(places.size).toBe(entriesIn(line.runtime, data))
    expect(records.filter((record) => record.startsWith('unknown'))).toEqual([])
    expect(notes.filter((note) => note.startsWith('Cannot be read'))).toEqual([])
    expect(actions.length).toBeGreaterThan(plain.length)
    if (process.env.RECORD_TOOLS) {
      const files = filesOf(line.runtime, home)
      const moment = { moment: 'every tool', expected: [], at: Date.now(), key: '', testimonies: [], files }
      keepRecording(`tools-${line.runtime}`, [moment])
    }
  }, 600_000)
