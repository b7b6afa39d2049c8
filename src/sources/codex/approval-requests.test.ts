import { expect, test } from 'bun:test'
import { changesIn, daemonRequestOf } from './approval-requests.ts'

const about = { folder: '/boat', changes: [], now: 7 }
const base = {
  threadId: '01a2292e-a9c3-7ba1-adac-7c5a8b3d67ff',
  turnId: 't',
  itemId: 'call_1',
  startedAtMs: 1_795_987_256_258,
}
const read = (method: string, params: object, rest: Partial<Parameters<typeof daemonRequestOf>[1]> = {}) =>
  daemonRequestOf({ id: 0, method, params: { ...base, ...params } }, { ...about, ...rest })

const command = (rest: object = {}) =>
  read('item/commandExecution/requestApproval', {
    kind: 'command',
    reason: 'May I?',
    command: "/bin/bash -lc 'touch one'",
    cwd: '/boat/deck',
    availableDecisions: [
      'accept',
      { acceptWithExecpolicyAmendment: { execpolicy_amendment: ['touch', 'one'] } },
      'cancel',
    ],
    ...rest,
  })!

test('a command is asked for in its own words, with its folder, its reason and what it takes', () => {
  expect(command().request).toMatchObject({
    door: 'daemon',
    kind: 'command',
    key: base.threadId,
    action: { kind: 'command', command: 'touch one', cwd: '/boat/deck' },
    folder: '/boat/deck',
    reason: 'May I?',
    decisions: ['allow-once', 'allow-session', 'allow-always', 'deny'],
    forSession: 'the same command, until this session ends',
    always: 'every command that begins with “touch one”, in the rules of Codex',
    askedAt: base.startedAtMs,
    expiresAt: null,
  })
})

test('each decision is said in the words of the daemon', () => {
  const { resultOf } = command()
  expect(resultOf({ decision: 'allow-once' })).toEqual({ decision: 'accept' })
  expect(resultOf({ decision: 'allow-session' })).toEqual({ decision: 'acceptForSession' })
  expect(resultOf({ decision: 'deny' })).toEqual({ decision: 'decline' })
  expect(resultOf({ decision: 'allow-always' })).toEqual({
    decision: { acceptWithExecpolicyAmendment: { execpolicy_amendment: ['touch', 'one'] } },
  })
})

for (const offered of [
  undefined,
  'all',
  [],
  ['accept'],
  [{ acceptWithExecpolicyAmendment: { execpolicy_amendment: [] } }],
  [{ acceptWithExecpolicyAmendment: { execpolicy_amendment: ['rm', 7] } }],
])
  test(`no rule is made of ${JSON.stringify(offered)}`, () => {
    const { request, resultOf } = command({ availableDecisions: offered })
    expect([request.always, request.decisions.includes('allow-always')]).toEqual([null, false])
    expect(resultOf({ decision: 'allow-always' })).toBeUndefined()
  })

test('only the words of a shell that hold no quotes are taken out of it', () =>
  expect(command({ command: "/bin/bash -lc 'echo '\\''a'\\'''" }).request.action).toMatchObject({
    command: "/bin/bash -lc 'echo '\\''a'\\'''",
  }))

test('the network, further permissions and a root to write in are warned of, and the host is what lasts', () => {
  const { request } = command({
    networkApprovalContext: { host: 'example.org' },
    additionalPermissions: {},
    grantRoot: '/',
  })
  expect(request.warnings).toEqual([
    'It asks to reach example.org over the network.',
    'It asks for further permissions beyond its sandbox.',
    'It asks to write everywhere below /.',
  ])
  expect(request.forSession).toBe('reaching example.org, until this session ends')
})

test('a patch can be allowed where its changes are known, and only denied where they are not', () => {
  const changes = changesIn({ changes: [{ path: '/boat/log.txt', kind: { type: 'add' }, diff: 'Ahoy\n' }] })
  expect(changes).toMatchObject([{ path: '/boat/log.txt', change: 'create', added: 1 }])
  const known = read('item/fileChange/requestApproval', {}, { changes })!
  expect(known.request).toMatchObject({
    kind: 'edit',
    isCut: false,
    action: { kind: 'edit', changes },
    decisions: ['allow-once', 'allow-session', 'deny'],
  })
  expect(known.resultOf({ decision: 'allow-session' })).toEqual({ decision: 'acceptForSession' })
  expect(read('item/fileChange/requestApproval', {})!.request).toMatchObject({ isCut: true, action: null })
})

test('changes are read as they are: moved, deleted, updated, and what is none is left out', () => {
  const update = { path: '/a', kind: { type: 'update', move_path: '/b' }, diff: '@@ -1 +1 @@\n-one\n+two\n' }
  const found = changesIn({
    changes: [update, { path: '/c', kind: 'delete' }, { path: 7 }, null, { path: '/d', kind: 'x' }],
  })
  expect(found.map(({ path, change, movedTo }) => [path, change, movedTo])).toEqual([
    ['/a', 'move', '/b'],
    ['/c', 'delete', null],
  ])
  expect(changesIn({ changes: 'none' })).toEqual([])
})

const question = {
  id: 'colour',
  header: 'Colour',
  question: 'Which colour?',
  options: [{ label: 'Red', description: 'Like port' }, { label: 'Blue' }, {}],
}

test('a question is answered by its id, and takes words of one’s own where the daemon says so', () => {
  const asked = read('item/tool/requestUserInput', {
    questions: [
      { ...question, isOther: true },
      { id: 'why', question: 'Why?' },
    ],
  })!
  expect(asked.request).toMatchObject({ kind: 'question', decisions: ['allow-once'], expiresAt: null })
  expect(
    asked.request.questions.map(({ id, title, options, takesText }) => [id, title, options.length, takesText]),
  ).toEqual([
    ['colour', 'Colour', 2, true],
    ['why', null, 0, true],
  ])
  expect(asked.resultOf({ decision: 'allow-once', answers: { colour: ['Blue'] } })).toEqual({
    answers: { colour: { answers: ['Blue'] }, why: { answers: [] } },
  })
  expect(asked.resultOf({ decision: 'deny' })).toBeUndefined()
})

test('a question for a secret, and one without questions, is answered in the terminal', () => {
  for (const questions of [[{ ...question, isSecret: true }], [], null])
    expect(read('item/tool/requestUserInput', { questions })!.request.decisions).toEqual([])
})

test('a question that resolves itself says when', () =>
  expect(
    read('item/tool/requestUserInput', { questions: [question], autoResolutionMs: 1_000 })!.request.expiresAt,
  ).toBe(base.startedAtMs + 1_000))

test('a kind that is not known yet is named and offers nothing; what is no request is left out', () => {
  expect(read('item/permissions/requestApproval', {})!.request).toMatchObject({ kind: 'tool', decisions: [] })
  expect(read('account/updated', {})).toBeUndefined()
  expect(daemonRequestOf({ id: 0, method: 'item/tool/requestUserInput', params: {} }, about)).toBeUndefined()
})

test('the same request has the same id, and another one another', () => {
  expect(command().request.id).toBe(command().request.id)
  expect(command({ itemId: 'call_2' }).request.id).not.toBe(command().request.id)
  expect(command().request.id).toMatch(/^daemon\.[0-9a-f]{32}$/)
})
