import { describe, expect, test } from 'bun:test'
import type { TranscriptPart } from '../../facts/transcript-access.ts'
import { called, noted, placed, recorded, returned, said, thought } from '../testing/parts.ts'
import { exportWriter } from './export.ts'
import { type ExportFormat, type ExportHead, exportFileName, exportFormats } from './formats.ts'
import { inTree } from './in-tree.ts'
import { diffIn } from './item-words.ts'

const head: ExportHead = {
  sessionId: 'claude-code.boat.1',
  title: 'Fix <b>the</b> test',
  agentName: 'Forge',
  runtime: 'claude-code',
  model: 'opus',
  startedAt: Date.UTC(2026, 10, 20, 22, 41),
  costLabel: '$4.12',
  costUsd: 4.1234,
  timezone: 'UTC',
  subagents: [],
}
const subagent = (name: string, depth: number, parentId: string) => ({
  ...head,
  sessionId: `claude-code.boat.${name}`,
  title: `Bisect <i>${name}</i>`,
  agentName: 'Robot',
  costLabel: '$0.10',
  costUsd: 0.1,
  depth,
  parentId,
})

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
    'b body code details div footer h1 h3 head header html main meta p pre style summary time title'.split(' '),
  )
})

test('a fence in Markdown is longer than any in its text', () => {
  const text = exported('markdown', ...everything)
  expect(text).toContain('\n`````\n')
  expect(text).toContain('_Left out: 1 internal record._')
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

test('each sub-agent is a section with its own head and cost, behind the one that started it', () => {
  const subagents = [subagent('a', 1, head.sessionId), subagent('b', 2, 'claude-code.boat.a')]
  const write = (format: ExportFormat) => {
    const writer = exportWriter(format, { ...head, subagents })
    const pieces = [writer.begin(), writer.add(placed(said('Go', 'user')))]
    for (const [number, one] of subagents.entries())
      pieces.push(
        writer.subagent(one),
        number === 0 ? writer.add(placed(said('Found.'))) : writer.missing('It is gone.'),
      )
    return [...pieces, writer.end()].join('')
  }
  const markdown = write('markdown')
  expect(markdown.match(/^#+ .*/gm)).toEqual([
    '# Fix <b>the</b> test',
    '## User · 1970-01-01 00:00:00',
    '## Sub-agent: Bisect <i>a</i>',
    '### Robot · 1970-01-01 00:00:00',
    '### Sub-agent: Bisect <i>b</i>',
  ])
  expect(markdown).toContain('- Sub-agents: 2 sub-agents below, with them $4.32 (4.3234 USD)')
  expect(markdown).toContain('- Cost: $0.10 (0.1 USD)')
  expect(markdown).toContain('Left out: 1 transcript, or a part of it, that cannot be read.')
  const page = write('html')
  expect(page.match(/<details class="subagent" style="margin-left:[\d.]+rem">/g)).toHaveLength(2)
  expect(page.match(/<details/g)).toHaveLength(page.match(/<\/details>/g)!.length)
  expect(page).not.toContain('<i>a</i>')
  const lines = write('jsonl')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines.map(({ kind }) => kind)).toEqual([
    'session',
    'message',
    'subagent',
    'message',
    'subagent',
    'missing',
    'left-out',
  ])
  expect([lines[0].costUsd, lines[0].costWithSubagentsUsd, lines[2].costUsd]).toEqual([
    4.1234,
    expect.closeTo(4.3234),
    0.1,
  ])
})

test('sessions below one stand once each, behind the one that started them', () => {
  const one = (id: string, parentId: string | null) => ({ id, parentId })
  const rows = inTree([one('b', 'a'), one('a', 'top'), one('c', 'top'), one('a', 'b'), one('top', 'c')], 'top')
  expect(rows.map(({ session, depth }) => `${session.id} ${depth}`)).toEqual(['a 1', 'b 2', 'c 1'])
})

test('a diff has the heads that other programs read', () => {
  const change = { path: 'a.ts', change: 'edit', movedTo: null, added: 1, removed: 1, truncated: false } as const
  const hunk = (oldStart: number | null, newStart: number | null, ...lines: string[]) => ({ oldStart, newStart, lines })
  const diff = (...changes: object[]) =>
    diffIn({ kind: 'edit', changes: changes.map((one) => ({ ...change, ...one })) as never })
  expect(diff({ hunks: [hunk(88, 88, ' a', '-b', '+c', '+d')] })).toBe(
    '--- a.ts\n+++ a.ts\n@@ -88,2 +88,3 @@\n a\n-b\n+c\n+d',
  )
  expect(diff({ change: 'create', hunks: [hunk(null, 1, '+a')] })).toBe('--- /dev/null\n+++ a.ts\n@@ -0,0 +1,1 @@\n+a')
  expect(diff({ change: 'delete', hunks: [hunk(1, 1, '-a')] })).toBe('--- a.ts\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-a')
  expect(diff({ change: 'move', movedTo: 'b.ts', hunks: [hunk(null, null, ' a', '+b')] })).toBe(
    '--- a.ts\n+++ b.ts\n@@ … @@\n a\n+b',
  )
})

test('a file is named after its title, its day and the end of its id, whatever stands in them', () => {
  const nameOf = (title: string, startedAt: number | null = Date.UTC(2026, 10, 29, 23, 30)) =>
    exportFileName(
      { title, startedAt, sessionId: 'claude-code.harbour.0f-1a2b3c4d', timezone: 'Europe/Vienna' },
      'html',
    )
  expect(nameOf('Fix: the/lamp?')).toBe('Fix-the-lamp-2026-11-30-1a2b3c4d.html')
  expect(nameOf('Größe 船', null)).toBe('Größe-船-1a2b3c4d.html')
  expect(nameOf('../..\n"')).toBe('session-2026-11-30-1a2b3c4d.html')
})
