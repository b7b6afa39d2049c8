import { expect, test } from 'bun:test'
import { permissionIn, questionIn, requestIdOf } from './approval-requests.ts'

const about = { folder: '/boat', place: 'the terminal of opencode, process 7', now: 5 }
const asked = {
  id: 'per_223683a44001OzpuwZDWNVxmul',
  sessionID: 'ses_ddc97f0ccffeGVn0ZwEWD1aYeW',
  permission: 'bash',
  patterns: ['touch a1'],
  metadata: { command: 'touch a1' },
  always: ['touch *'],
}

test('a command is asked for whole, and what lasts is said to be wider than it', () =>
  expect(permissionIn(asked, about)).toMatchObject({
    id: 'server.per_223683a44001OzpuwZDWNVxmul',
    kind: 'command',
    key: asked.sessionID,
    action: { kind: 'command', command: 'touch a1', cwd: '/boat' },
    isCut: false,
    decisions: ['allow-once', 'allow-session', 'deny'],
    forSession: 'bash: touch *, which is wider than what it asks for now, until opencode ends',
    always: null,
    takesReason: true,
    askedAt: 5,
  }))

test('what lasts and is no wider says no more than itself; without it nothing lasting is offered', () => {
  expect(permissionIn({ ...asked, always: ['touch a1'] }, about)?.forSession).toBe(
    'bash: touch a1, until opencode ends',
  )
  expect(permissionIn({ ...asked, always: undefined }, about)).toMatchObject({
    forSession: null,
    decisions: ['allow-once', 'deny'],
  })
})

test('a command or an edit of which only the pattern is known can only be denied', () => {
  expect(permissionIn({ ...asked, metadata: {} }, about)).toMatchObject({ action: null, isCut: true })
  expect(permissionIn({ ...asked, permission: 'edit', metadata: { filepath: '/boat/a' } }, about)).toMatchObject({
    isCut: true,
  })
})

test('an edit is shown as its diff', () =>
  expect(
    permissionIn(
      { ...asked, permission: 'edit', metadata: { filepath: '/boat/a', diff: '@@ -1 +1 @@\n-one\n+two\n' } },
      about,
    ),
  ).toMatchObject({
    kind: 'edit',
    isCut: false,
    action: { kind: 'edit', changes: [{ path: '/boat/a', change: 'edit' }] },
  }))

test('a page that is fetched is named, and another tool keeps what it was called with', () => {
  expect(
    permissionIn({ ...asked, permission: 'webfetch', metadata: { url: 'https://example.org' } }, about)?.action,
  ).toEqual({
    kind: 'web',
    query: null,
    url: 'https://example.org',
  })
  const other = permissionIn({ ...asked, permission: 'doom_loop', metadata: { tool: 'x' } }, about)
  expect([other?.kind, other?.isCut, other?.input]).toEqual(['tool', false, expect.stringContaining('"tool":"x"')])
})

test('a question is known by its place, and takes several answers or one’s own words where it says so', () => {
  const question = {
    question: 'Which colour?',
    header: 'Colour',
    options: [{ label: 'Red', description: 'warm' }, { label: 'Blue' }],
  }
  const read = questionIn(
    { id: 'que_1', sessionID: 's', questions: [question, { question: 'Why?', multiple: true, custom: false }] },
    about,
  )
  expect(read).toMatchObject({ kind: 'question', decisions: ['allow-once', 'deny'], takesReason: false, isCut: false })
  expect(read?.questions.map(({ id, title, takesSeveral, takesText }) => [id, title, takesSeveral, takesText])).toEqual(
    [
      ['0', 'Colour', false, true],
      ['1', null, true, false],
    ],
  )
})

test('a question of which a part cannot be read is not whole', () =>
  expect(questionIn({ id: 'que_1', questions: [{ question: 'Why?' }, { header: 'x' }] }, about)).toMatchObject({
    isCut: true,
  }))

for (const id of [undefined, 7, '', 'a/b', '../x', 'a b', 'x'.repeat(200)])
  test(`${JSON.stringify(id)?.slice(0, 20)} is no id of a request`, () => {
    expect(requestIdOf(id)).toBeUndefined()
    expect(permissionIn({ ...asked, id }, about)).toBeUndefined()
    expect(questionIn({ id, questions: [] }, about)).toBeUndefined()
  })
