import { expect, test } from 'bun:test'
import type { FileDetail, FilesPage as Page } from '../../../src/files/file.ts'
import { find, press, textsOf, type } from '../../testing/dom.ts'
import { createFakeServer } from '../../testing/fake-server.ts'
import { showOnPage } from '../../testing/page.tsx'
import { sampleAgent, sampleNeed, sampleNow, sampleOverview } from '../../testing/samples.ts'
import FilesPage from './files-page.tsx'
import { sampleDetail, samplePage, samplePerson, sampleTouch } from './testing/samples.ts'

const server = createFakeServer()
const path = '/home/boat/src/a.ts'
const earlier = sampleTouch({ at: sampleNow - 26 * 60_000, itemId: '5.0' })
const later = sampleTouch({ sessionId: 'b', at: sampleNow, itemId: '9.1' })
const conflict = { path, kind: 'overwrote', earlier, later, writers: ['a', 'b'] } as const
const agents = [sampleAgent('openclaw:a', { name: 'Echo' }), sampleAgent('openclaw:b', { name: 'Forge' })]
const withConflict: Page = samplePage({
  edits: [
    { ...later, path },
    { ...earlier, path },
    { ...sampleTouch({ at: sampleNow - 30 * 60_000, isGuessed: true }), path: '/home/boat/b.ts' },
  ],
  conflicts: [{ ...conflict, writers: ['a', 'b'] }],
})
const detail: FileDetail = sampleDetail(path, {
  touches: [earlier, later],
  people: [samplePerson('b'), samplePerson('a')],
  conflict: { ...conflict, writers: ['a', 'b'] },
  together: [{ path: '/home/boat/b.ts', sessions: 1 }],
  worktrees: [{ path: '/home/boat/.claude/worktrees/fix/src/a.ts', lastAt: sampleNow }],
  sessions: 2,
  writers: 2,
  writes: 2,
})

async function open(page: Page, { address = '/files', overview = sampleOverview({ agents }), mayAct = true } = {}) {
  const shown = showOnPage(() => <FilesPage />, { path: address, overview })
  await server.settled()
  await server.last('/api/auth/me').answer({ id: 'sign-in:a', name: 'a', role: 'operator', mayAct })
  await server.last('/api/files').answer(page)
  return shown
}

const edited = (id: string, lines: string[]) => ({
  items: [
    {
      id,
      kind: 'tool',
      action: {
        kind: 'edit',
        changes: [
          {
            path,
            change: 'edit',
            movedTo: null,
            added: 1,
            removed: 1,
            truncated: false,
            hunks: [{ oldStart: 88, newStart: 88, lines }],
          },
        ],
      },
    },
  ],
})

test('the latest conflict is shown first: who touched the file, both changes, and what was lost', async () => {
  await open(withConflict)
  const asked = server.last('/api/files/one')
  expect(asked.query).toEqual({ days: '30', path })
  await asked.answer(detail)
  const [one, other] = ['a', 'b'].map((id) => server.last(`/api/sessions/${id}/transcript`))
  expect([one!.query.from, other!.query.from]).toEqual(['5', '9'])
  await one!.answer(edited('5.0', ['-x', '+retry']))
  await other!.answer(edited('9.1', ['-retry', '+flush']))
  expect(textsOf('.files-count p b, .conflict h2')).toEqual(['conflict open', 'Forge wrote over Echo’s change'])
  expect(textsOf('.conflict-side p .label')).toEqual(['1 line lost in Forge’s write', 'in the file now'])
  expect(textsOf('.touch-lanes .touch-mark[data-kind="over"]')).toHaveLength(1)
  expect(textsOf('.together h3')).toEqual(['Worktrees of boat1'])
  expect(find('.touch-mark[data-kind="over"][href]').getAttribute('href')).toBe('/sessions/b#9.1')
  expect(textsOf('.files-rows li .end')).toEqual([
    'in conflict+1 −0'.replace('in conflict', ''),
    '+1 −0',
    'guessed+1 −0',
  ])
})

test('where no line is known, the conflict says so', async () => {
  await open(withConflict)
  await server.last('/api/files/one').answer(detail)
  await server.last('/api/sessions/a/transcript').answer({ items: [] })
  await server.last('/api/sessions/b/transcript').refuse(404, 'There is no such session.')
  expect(textsOf('.no-lines')).toEqual(['No line is known.', 'There is no such session.'])
})

test('a conflict is acknowledged as the need that it is, by who may, and is quiet from then on', async () => {
  const overview = sampleOverview({ agents, attention: [sampleNeed(`file:${path}`, 'file-conflict', 70)] })
  const { setOverview } = await open(withConflict, { overview })
  await server.last('/api/files/one').answer(detail)
  const button = [...document.querySelectorAll<HTMLButtonElement>('.conflict .acts button')].at(-1)!
  expect(button.textContent).toBe('Acknowledge')
  button.click()
  await server.settled()
  await server.last(`/api/needs/key of file:${path}/dismiss`).answer({ change: 1 })
  setOverview(sampleOverview({ agents, setAside: [`file:${path}`] }))
  expect(textsOf('.conflict .acts button')).toEqual(['Open both'])
  expect(textsOf('.files-count .hero')).toEqual(['0'])
})

test('who may not act has no button for it', async () => {
  const overview = sampleOverview({ agents, attention: [sampleNeed(`file:${path}`, 'file-conflict', 70)] })
  await open(withConflict, { overview, mayAct: false })
  await server.last('/api/files/one').answer(detail)
  expect(textsOf('.conflict .acts button')).toEqual(['Open both'])
})

test('files are looked for while one types, and the address says what for', async () => {
  const { address } = await open(withConflict)
  type(find<HTMLInputElement>('.finder input'), 'reconnect')
  await server.wait(300)
  expect(server.last('/api/files/list').query).toEqual({ days: '30', only: 'all', q: 'reconnect' })
  expect(address()).toBe('/files?q=reconnect')
  await server.last('/api/files/list').answer([])
  expect(textsOf('.files-rows .empty')).toEqual(['No file that was touched in this time has all of this in its path.'])
})

test('what is listed and how far back stands in the address, and is read from it', async () => {
  const { address } = await open(withConflict, {
    address: `/files?only=conflicts&days=7&path=${encodeURIComponent('/home/boat/b.ts')}`,
  })
  expect(server.last('/api/files').query).toEqual({ days: '7' })
  expect(server.last('/api/files/one').query.path).toBe('/home/boat/b.ts')
  expect(textsOf('.files-rows li .path')).toEqual(['src/a.ts'])
  find<HTMLAnchorElement>('.files-rows li a').click()
  await server.settled()
  expect(new URLSearchParams(address().split('?')[1]).get('path')).toBe(path)
})

test('J and K go from file to file', async () => {
  const { address } = await open(withConflict)
  await server.last('/api/files/one').answer(detail)
  const keys = await import('../../platform/keyboard.ts')
  const stop = keys.listenForKeys(() => false)
  press('j')
  stop()
  await server.settled()
  expect(new URLSearchParams(address().split('?')[1]).get('path')).toBe('/home/boat/b.ts')
})

test('older sessions that are still being looked through are counted', async () => {
  await open(samplePage({ files: 0, sessions: 0, survey: { sessions: 800, done: 120 } }))
  expect(textsOf('.survey')).toEqual(['Looked through 120 of 800 sessions'])
  expect(textsOf('.files-rows .empty')).toEqual(['No change yet. Older sessions are being looked through.'])
})

test('what cannot be had says so, and is asked for again', async () => {
  showOnPage(() => <FilesPage />, { path: '/files' })
  await server.settled()
  await server.last('/api/files').refuse(503, 'The index is busy.')
  expect(textsOf('.notice p')).toEqual(['The index is busy.'])
  find('.notice button').click()
  await server.settled()
  expect(server.to('/api/files')).toHaveLength(2)
})

test('hostile paths are shown as what they are, and lead to themselves', async () => {
  const hostile = [
    '/a/\u202Egnp.exe',
    '/b\n\u0000\u001b[31m',
    `/${'d'.repeat(4_000)}/${'n'.repeat(90)}`,
    '/<img src=x onerror=alert(1)>',
  ]
  await open(
    samplePage({ edits: hostile.map((path, index) => ({ ...sampleTouch({ sessionId: `s${index}` }), path })) }),
  )
  const shown = textsOf('.files-rows .path')
  expect(shown.slice(0, 2)).toEqual(['/a/\\u{202E}gnp.exe', '/b\\u{A}\\u{0}\\u{1B}[31m'])
  expect(shown[2]!.length).toBeLessThan(1_300)
  expect(shown[2]).toEndWith('n'.repeat(90))
  expect(document.querySelector('.files-rows img')).toBeNull()
  const links = [...document.querySelectorAll('.files-rows a')].map(
    (link) => new URL(link.getAttribute('href')!, 'http://x'),
  )
  expect(links.map(({ searchParams }) => searchParams.get('path'))).toEqual(hostile)
})

test('what somebody outside changed stands in the feed, in a lane of its own and as a conflict, and leads nowhere', async () => {
  const outside = sampleTouch({ sessionId: '', itemId: '', how: 'outside', at: sampleNow, added: null, removed: null })
  const met = { path, kind: 'outside', earlier, later: outside, writers: ['', 'a'] } as const
  await open(
    samplePage({
      edits: [{ ...earlier, path }],
      outside: [
        { at: sampleNow, path, files: 1, isByGit: false },
        { at: sampleNow - 60_000, path: '/home/boat/b.ts', files: 37, isByGit: true },
      ],
      conflicts: [{ ...met, writers: ['', 'a'] }],
      watch: { files: 1_000, folders: 300, leftOut: 12 },
    }),
  )
  await server
    .last('/api/files/one')
    .answer(sampleDetail(path, { touches: [earlier, outside], outside: 1, conflict: { ...met, writers: ['', 'a'] } }))
  await server.last('/api/sessions/a/transcript').answer(edited('5.0', ['+retry']))
  expect(textsOf('.files-rows li a > :is(.path, .cut)')).toEqual([
    'src/a.ts',
    '37 files changed at once, probably by git',
    'src/a.ts',
  ])
  expect(textsOf('.conflict h2, .conflict .acts button')).toEqual([
    'Somebody outside changed what Echo works on',
    'Open session',
  ])
  expect(textsOf('.conflict-side .no-lines')).toEqual(['Nobody we know wrote it, so its lines are not known.'])
  expect(find('.touch-lanes .touch-mark[data-kind="outside"]').getAttribute('href')).toBeNull()
  expect(textsOf('.files-list footer')[0]).toContain('1,000 are watched for changes from outside and 12 older ones')
})

test('the changes of today are read from their transcripts, and the address says that they are shown', async () => {
  const today = sampleTouch({ sessionId: 'b', at: Date.now(), itemId: '9.1' })
  const { address } = await open(withConflict)
  await server.last('/api/files/one').answer({ ...detail, touches: [earlier, today] })
  find<HTMLInputElement>('.file-head input[value="diff"]').click()
  await server.settled()
  expect(new URLSearchParams(address().split('?')[1]).get('view')).toBe('diff')
  await server.last('/api/sessions/b/transcript').answer(edited('9.1', [' same', '-retry', '+flush']))
  expect(textsOf('.one-change .diff-line')).toEqual(['8888 same', '89−retry', '89+flush'])
  expect(textsOf('.conflict, .file-facts')).toEqual([])
})

test('the history of a file is asked for page by page, and what is new stands before it', async () => {
  await open(withConflict, { address: `/files?view=history&path=${encodeURIComponent(path)}` })
  await server.last('/api/files/one').answer(detail)
  expect(server.last('/api/files/history').query).toEqual({ path })
  await server.last('/api/files/history').answer({ touches: [earlier], people: [samplePerson('a')], next: earlier.at })
  expect(textsOf('.file-history .touch-line > .cut')).toEqual([
    'Forge edited it in Task of b',
    'Echo edited it in Task of a',
  ])
  find('.file-history > .button').click()
  await server.settled()
  expect(server.last('/api/files/history').query).toEqual({ path, before: String(earlier.at) })
  const before = sampleTouch({ at: earlier.at - 1, how: 'read' })
  await server.last('/api/files/history').answer({ touches: [before], people: [], next: null })
  expect(textsOf('.file-history .touch-line')).toHaveLength(3)
  expect(textsOf('.file-history > .button')).toEqual([])
})

test('a file opens in the editor that is configured; without one its path is copied', async () => {
  const address = `/files?path=${encodeURIComponent('/home/boat/a b.ts')}`
  await open(samplePage({ editor: 'vscode://file/{path}:{line}' }), { address })
  expect(find('.file-head a.button').getAttribute('href')).toBe('vscode://file/home/boat/a%20b.ts:1')
  expect(textsOf('.file-head > .button').join()).not.toContain('Copy path')
})
