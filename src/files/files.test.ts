import { expect, test } from 'bun:test'
import type { ToolAction } from '../facts/tool-action.ts'
import type { TranscriptPart } from '../facts/transcript-access.ts'
import { filled, session } from '../indexing/testing/filled.ts'
import { sessionsIn } from '../sessions/testing/sessions-in.ts'
import { called, placed, returned } from '../transcripts/testing/parts.ts'
import { createTouchCollector } from './collect-touches.ts'
import { createFiles } from './files.ts'

const start = Date.UTC(2026, 10, 20, 12)
const now = () => start + 3_600_000

const read = (path: string): ToolAction => ({ kind: 'read', path, fromLine: null, lines: null })
const edit = (path: string, added: number | null = null): ToolAction => ({
  kind: 'edit',
  changes: [{ path, change: 'edit', movedTo: null, added, removed: added, hunks: [], truncated: false }],
})

/** Parts of a transcript, each a minute after the one before. */
const at = (minute: number, ...parts: TranscriptPart[]) =>
  placed(...parts).map((part, number) => {
    part.item.at = start + (minute + number) * 60_000
    return part
  })

/** An edit that takes out one line and puts in another. */
const swaps = (path: string, from: string, to: string): ToolAction => ({
  kind: 'edit',
  changes: [
    {
      path,
      change: 'edit',
      movedTo: null,
      added: 1,
      removed: 1,
      hunks: [{ oldStart: 1, newStart: 1, lines: [' first', `-${from}`, `+${to}`] }],
      truncated: false,
    },
  ],
})

function world() {
  const { index, add } = filled(
    ['one', 'two', 'three'].map((name) => session(`main.${name}`, { key: name, lastAt: now() })),
  )
  const sessions = sessionsIn(index, { host: '', timezone: 'UTC', now })
  const files = createFiles(index, sessions, { now })
  const collectors = new Map<string, ReturnType<typeof createTouchCollector>>()
  return {
    files,
    /** The session writes on; `forgets` begins a new reading, as after a restart. */
    writes(name: string, minute: number, parts: TranscriptPart[], { forgets = false } = {}) {
      const id = `openclaw.main.${name}`
      if (forgets || !collectors.has(id)) collectors.set(id, createTouchCollector(id, '/home/boat'))
      add(collectors.get(id)!(at(minute, ...parts)))
    },
    page: () => files.page(0),
  }
}

test('what sessions changed stands in the order of time, newest first, each call once however often it is read', () => {
  const { writes, page } = world()
  const parts = [called('a', 'Edit', edit('/a.ts', 3)), returned('a', 'ok')]
  writes('one', 0, parts)
  writes('one', 0, parts, { forgets: true })
  writes('two', 5, [called('b', 'Write', edit('/b.ts')), returned('b', 'ok')])
  expect(page().edits.map(({ path, sessionId, added }) => [path, sessionId, added])).toEqual([
    ['/b.ts', 'openclaw.main.two', null],
    ['/a.ts', 'openclaw.main.one', 3],
  ])
  expect(page()).toMatchObject({ files: 2, sessions: 2, conflicts: [] })
})

test('a call that failed changed nothing, also where its result is read after a restart', () => {
  const { writes, page } = world()
  writes('one', 0, [called('a', 'Edit', edit('/a.ts')), returned('a', 'no such text', true)])
  writes('one', 5, [called('b', 'Edit', edit('/b.ts'))])
  expect(page().edits).toHaveLength(1)
  writes('one', 6, [returned('b', 'no such text', true)], { forgets: true })
  expect(page().edits).toEqual([])
})

test('a result may say more than its call', () => {
  const { writes, page } = world()
  writes('one', 0, [called('a', 'Edit', edit('/a.ts')), returned('a', 'ok', false, edit('/a.ts', 7))])
  expect(page().edits).toMatchObject([{ added: 7, removed: 7 }])
})

test('a relative path lies in the folder of its session', () => {
  const { writes, page } = world()
  writes('one', 0, [called('a', 'Edit', edit('src/../a.ts')), returned('a', 'ok')])
  expect(page().edits).toMatchObject([{ path: '/home/boat/a.ts', isGuessed: false }])
})

test('who writes over another is found, and what else they changed', () => {
  const { writes, files, page } = world()
  writes('one', 0, [
    called('a', 'Read', read('/a.ts')),
    called('b', 'Edit', edit('/a.ts')),
    called('c', 'Edit', edit('/c.ts')),
  ])
  writes('two', 10, [called('d', 'Write', edit('/a.ts'))])
  writes('three', 20, [called('e', 'Read', read('/a.ts'))])
  expect(page().conflicts).toMatchObject([
    {
      path: '/a.ts',
      kind: 'overwrote',
      earlier: { sessionId: 'openclaw.main.one' },
      later: { sessionId: 'openclaw.main.two' },
    },
  ])
  const detail = files.detail('/a.ts', 0)
  expect(detail.touches.map(({ how, sessionId }) => `${sessionId.split('.')[2]} ${how}`)).toEqual([
    'one read',
    'one edit',
    'two edit',
    'three read',
  ])
  expect(detail.together).toEqual([{ path: '/c.ts', sessions: 1 }])
})

test('files are listed by what was done to them and by words', () => {
  const { writes, files } = world()
  writes('one', 0, [called('a', 'Read', read('/src/Read.ts')), called('b', 'Edit', edit('/src/b.ts'))])
  const paths = (choice: 'all' | 'written' | 'read', words = '') =>
    files.list({ since: 0, choice, words: words.split(' ').filter(Boolean) }).map(({ path }) => path)
  expect(paths('all')).toEqual(['/src/b.ts', '/src/Read.ts'])
  expect(paths('written')).toEqual(['/src/b.ts'])
  expect(paths('read')).toEqual(['/src/Read.ts'])
  expect(paths('all', 'read src')).toEqual(['/src/Read.ts'])
})

test('a file says who touched it, how often, and which worktrees of its repository hold it as well', () => {
  const { writes, files } = world()
  const path = '/home/boat/src/a.ts'
  writes('one', 0, [called('a', 'Read', read(path)), called('b', 'Edit', edit(path)), returned('b', 'ok')])
  writes('two', 5, [called('c', 'Read', read(path))])
  writes('three', 9, [called('d', 'Edit', edit('/home/boat/.claude/worktrees/fix/src/a.ts')), returned('d', 'ok')])
  writes('three', 11, [called('e', 'Edit', edit('/home/ship/.claude/worktrees/fix/src/a.ts')), returned('e', 'ok')])
  const detail = files.detail(path, 0)
  expect(detail).toMatchObject({ reads: 2, writes: 1, sessions: 2, writers: 1, conflict: null })
  expect(detail.people.map(({ id }) => id)).toEqual(['openclaw.main.two', 'openclaw.main.one'])
  expect(detail.worktrees.map(({ path }) => path)).toEqual(['/home/boat/.claude/worktrees/fix/src/a.ts'])
  const [other] = detail.worktrees
  expect(files.detail(other!.path, 0).worktrees.map(({ path }) => path)).toEqual([path])
  expect(files.detail('/nowhere', 0)).toMatchObject({ reads: 0, touches: [], people: [], worktrees: [] })
  expect(files.page(0).people.map(({ id }) => id)).toEqual(['openclaw.main.three', 'openclaw.main.one'])
})

test('a worktree in a home is known again by the name of its repository', () => {
  const { writes, files } = world()
  const inCodex = '/home/boat/.codex/worktrees/4f2a/ship/src/a.ts'
  writes('one', 0, [called('a', 'Read', read('/home/boat/code/ship/src/a.ts'))])
  writes('two', 5, [called('b', 'Read', read(inCodex))])
  const worktreesOf = (path: string) => files.detail(path, 0).worktrees.map(({ path }) => path)
  expect(worktreesOf(inCodex)).toEqual(['/home/boat/code/ship/src/a.ts'])
  expect(worktreesOf('/home/boat/code/ship/src/a.ts')).toEqual([inCodex])
})

test('an edit that does the opposite of an earlier one has reverted it, each edit once', () => {
  const { writes, files } = world()
  writes('one', 0, [called('a', 'Edit', swaps('/a.ts', 'x', 'y')), called('b', 'Edit', swaps('/a.ts', 'x', 'z'))])
  writes('two', 5, [called('c', 'Edit', swaps('/a.ts', 'y', 'x')), called('d', 'Edit', swaps('/b.ts', 'z', 'x'))])
  expect(files.detail('/a.ts', 0).reverted).toBe(1)
  writes('two', 9, [called('e', 'Edit', swaps('/a.ts', 'y', 'x'))])
  expect(files.detail('/a.ts', 0).reverted).toBe(1)
})

test('calls that may change files say when they ran; a result says when they ended, also of one that failed', () => {
  const collect = createTouchCollector('s', '/')
  const ran = (...parts: TranscriptPart[]) =>
    collect(at(0, ...parts)).flatMap((fact) => (fact.kind === 'call-ran' ? [fact] : []))
  const command: ToolAction = { kind: 'command', command: 'make', cwd: null, exitCode: 1 }
  const facts = ran(
    called('a', 'Read', read('/a.ts')),
    called('b', 'Edit', edit('/a.ts')),
    called('c', 'Bash', command),
    called('d', 'mcp__other', null),
    returned('c', 'exit 1', true),
    returned('a', 'ok'),
    returned('read earlier', 'ok'),
  )
  const since = (time: number | null) => time && (time - start) / 60_000
  expect(facts.map(({ callId, at, endedAt, isAnyFile }) => [callId, since(at), since(endedAt), isAnyFile])).toEqual([
    ['b', 1, null, false],
    ['c', 2, null, true],
    ['d', 3, null, true],
    ['c', 2, 4, true],
    ['read earlier', null, 6, true],
  ])
})

test('the history of a file is read page by page, and no touch of a page is missing or twice', () => {
  const { writes, files } = world()
  const parts = Array.from({ length: 250 }, (_, number) => called(`c${number}`, 'Edit', edit('/a.ts')))
  for (const part of parts) writes('one', Number(part.item.kind === 'tool' && part.item.callId.slice(1)) >> 2, [part])
  const seen: string[] = []
  let pages = 0
  for (let before: number | null = Number.MAX_SAFE_INTEGER; before !== null; pages++) {
    const page = files.history('/a.ts', before)
    seen.push(...page.touches.map(({ at, itemId }) => `${at} ${itemId}`))
    before = page.next
  }
  expect(pages).toBe(3)
  expect(seen).toHaveLength(250)
  expect(files.history('/nowhere', start)).toEqual({ touches: [], people: [], next: null })
})

test('a conflict of days ago is shown to who asks so far back, and calls nobody', () => {
  const { writes, files } = world()
  writes('one', -3 * 1440, [called('a', 'Write', edit('/a.ts'))])
  writes('two', -3 * 1440 + 10, [called('b', 'Write', edit('/a.ts'))])
  expect(files.page(0).conflicts).toHaveLength(1)
  expect(files.page(now() - 86_400_000).conflicts).toEqual([])
  expect(files.conflicts()).toEqual([])
})
