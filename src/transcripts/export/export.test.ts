import { describe, expect, test } from 'bun:test'
import type { TranscriptPart } from '../../facts/transcript-access.ts'
import { called, noted, placed, recorded, returned, said, thought } from '../testing/parts.ts'
import { exportWriter } from './export.ts'
import { type ExportFormat, type ExportHead, exportFormats } from './formats.ts'

const head: ExportHead = {
  sessionId: 'claude-code.boat.1',
  title: 'Fix <b>the</b> test',
  agentName: 'Forge',
  runtime: 'claude-code',
  model: 'opus',
  startedAt: Date.UTC(2026, 10, 20, 22, 41),
  costLabel: '$4.12',
  timezone: 'UTC',
}

function exported(format: ExportFormat, ...parts: TranscriptPart[]) {
  const writer = exportWriter(format, head)
  return (
    writer.begin() +
    placed(...parts)
      .map((part) => writer.add([part]))
      .join('') +
    writer.end()
  )
}

const hostile = '<script>alert(1)</script> <img src=x onerror=y> ``` & "quoted" \u001b[31mred'
const everything = [
  said(hostile, 'user'),
  thought(hostile),
  called('a', hostile),
  returned('a', `${hostile}\n\`\`\`\`\n# no head`, true),
  noted('compaction', hostile),
  recorded('mode'),
]

describe('in every format', () => {
  test.each([...exportFormats])('%s hides secrets', (format) => {
    const secret = 'Authorization: Bearer abcdefghijklmnopqrst'
    const text = exported(format, said(secret), called('a', secret), returned('a', secret), noted('other', secret))
    expect(text).toContain('[hidden]')
    expect(text).not.toContain('abcdefghijklmnopqrst')
  })
})

test('a page has no markup but its own, no script, and loads nothing', () => {
  const page = exported('html', ...everything)
  expect(page).not.toMatch(/<script|<img|onerror=y>|\u001b/)
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(page).toContain("default-src 'none'")
  const tags = new Set([...page.matchAll(/<\/?([a-z][a-z0-9]*)/g)].map(([, name]) => name))
  expect([...tags].sort()).toEqual(
    'b body code details div footer h1 h2 head header html main meta p pre style summary time title'.split(' '),
  )
})

test('a fence in Markdown is longer than any in its text', () => {
  const text = exported('markdown', ...everything)
  expect(text).toContain('\n`````\n')
  expect(text).toContain('_1 record that is no part of the conversation is left out._')
  expect(text).toStartWith('# Fix <b>the</b> test\n')
})

test('every item is a line of JSON with its whole text', () => {
  const lines = exported('jsonl', said('x'.repeat(200_000)), recorded('mode'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines.map(({ kind }) => kind)).toEqual(['session', 'message', 'record'])
  expect(lines[1].text).toHaveLength(200_000)
})
