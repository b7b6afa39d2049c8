import { expect, test } from 'bun:test'
import { Elysia } from 'elysia'
import { createActionGate } from '../audit/action-gate.ts'
import { createAudit } from '../audit/audit.ts'
import { type Caller, markCaller, markPeer } from '../auth/caller.ts'
import { callerAs } from '../auth/testing/caller-as.ts'
import type { ApprovalAnswer, ApprovalRequest, TakingPart } from '../facts/approval.ts'
import { problems } from '../http/errors.ts'
import { createRoleGate } from '../http/roles.ts'
import { Refusal } from '../lib/refusal.ts'
import { until } from '../lib/testing/until.ts'
import { storeInMemory } from '../store/testing/store-in-memory.ts'
import type { Approval, TakingPartState } from './approval.ts'
import { createApprovals } from './approvals.ts'
import type { ApprovalEvent } from './events.ts'
import { approvalRoutes } from './routes.ts'
import { commandRequest, questionRequest } from './testing/sample-requests.ts'

const anna = callerAs('admin', { name: 'anna', byLink: true })
const secret = 'sk-live-0123456789abcdef'

/** The routes over an empty store, with a door that names these requests and takes every answer unless it is told not to. */
function start(requests: ApprovalRequest[] = [], store = storeInMemory('wheelhouse')) {
  const sent: [string, ApprovalAnswer][] = []
  const events: ApprovalEvent[] = []
  const doors: TakingPart[] = []
  let refusal: Refusal | undefined
  let there = 1
  const audit = createAudit(store, { now: () => 0, publish() {} })
  const approvals = createApprovals({
    store,
    now: () => 2_000,
    publish: (event) => events.push(event),
    async answer(_, id, answer) {
      sent.push([id, answer])
      if (refusal) throw refusal
    },
    takePart: (wanted) => doors.push(wanted),
    deciders: () => there,
    sessionOf: async (_, key) => (key === 'agent:main:main' ? 'openclaw.main.a' : null),
    changed() {},
    onError(error) {
      throw error
    },
  })
  const say = (all: ApprovalRequest[], contact = true) =>
    approvals.hear({ source: 'door', contact, requests: all, ended: [] })
  if (requests.length > 0) say(requests)
  const { gate, enforce } = createRoleGate()
  const bugs: unknown[] = []
  const app = new Elysia()
    .use(problems((error) => bugs.push(error)))
    .use(gate)
    .use(approvalRoutes({ approvals, actionGate: createActionGate(audit) }))
  enforce(app)
  async function ask<Body>(method: string, path: string, body?: unknown, caller: Caller | null = anna) {
    const request = new Request(`http://localhost/api/approvals${path}`, {
      method,
      ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    if (caller) markCaller(request, () => caller)
    markPeer(request, { address: '127.0.0.1', port: 1 })
    const response = await app.handle(request)
    return { status: response.status, body: (await response.json()) as Body & { detail: string; code: string } }
  }
  return {
    ask,
    say,
    approvals,
    sent,
    events,
    doors,
    bugs,
    refuse: (with_: Refusal | undefined) => {
      refusal = with_
    },
    leave: () => {
      there = 0
    },
    decide: (id: string, body: object, caller: Caller | null = anna) => ask<Approval>('POST', `/${id}`, body, caller),
    waiting: async () => (await ask<{ items: Approval[] }>('GET', '/')).body.items,
    acts: () => audit.lines({ limit: 100 }).items.map(({ stage, action, target }) => `${stage} ${action}: ${target}`),
  }
}

test('a decision reaches the runtime, and is on record with who made it and what it was about', async () => {
  const { decide, sent, acts, waiting, ask } = start([commandRequest()])
  const { status, body } = await decide('gateway.exec:1', { decision: 'allow-once' })
  expect(status).toBe(200)
  expect(body).toMatchObject({ state: 'answered', decision: 'allow-once', by: 'anna', endedAt: 2_000 })
  expect(sent).toEqual([['gateway.exec:1', { decision: 'allow-once' }]])
  expect(await waiting()).toEqual([])
  const { items } = (await ask<{ items: Approval[] }>('GET', '/?state=ended')).body
  expect(items.map(({ id, by }) => [id, by])).toEqual([['gateway.exec:1', 'anna']])
  expect(acts()).toEqual([
    'done allow a command: OpenClaw: rm -rf build in /home/anna/boat',
    'asked allow a command: OpenClaw: rm -rf build in /home/anna/boat',
  ])
})

test('an answer that the runtime does not take is said, recorded as failed, and offered again', async () => {
  const { decide, refuse, waiting, acts } = start([commandRequest()])
  refuse(new Refusal('unavailable', 'The gateway did not answer.'))
  expect(await decide('gateway.exec:1', { decision: 'deny' })).toMatchObject({ status: 503 })
  expect(await waiting()).toMatchObject([
    { state: 'waiting', decision: null, note: 'The answer of anna was not taken: The gateway did not answer.' },
  ])
  expect(acts()[0]).toStartWith('failed deny a command')
  refuse(undefined)
  expect((await decide('gateway.exec:1', { decision: 'deny' })).body.state).toBe('answered')
})

test.each([
  ['a viewer', callerAs('viewer', { byLink: true }), 403],
  ['a screen', callerAs('screen', { byLink: true }), 403],
  ['somebody who only reads', callerAs('operator', { byLink: true, mayAct: false }), 403],
  ['a token that lies on this machine', callerAs('admin', { id: 'token:a' }), 403],
  ['a page that such a token signed in', callerAs('admin', { id: 'sign-in:a' }), 403],
  ['the command line without a confirmed code', callerAs('admin', { id: 'socket' }), 403],
  ['an agent’s shell', callerAs('admin', { id: 'agent' }), 403],
  ['nobody', null, 401],
])('%s decides nothing', async (_, caller, status) => {
  const { decide, sent, ask } = start([commandRequest()])
  expect((await decide('gateway.exec:1', { decision: 'allow-once' }, caller)).status).toBe(status)
  expect((await ask('POST', '/settings/openclaw', { isOn: true, confirm: 'take part' }, caller)).status).toBe(status)
  expect(sent).toEqual([])
})

test('always is asked once more, with what it covers', async () => {
  const { decide, sent } = start([commandRequest({ always: 'rm -rf *' })])
  const asked = await decide('gateway.exec:1', { decision: 'allow-always' })
  expect(asked.body.code).toBe('confirm-needed')
  expect(JSON.stringify(asked.body)).toContain('rm -rf *')
  expect(sent).toEqual([])
  await decide('gateway.exec:1', { decision: 'allow-always', confirm: 'always' })
  expect(sent).toEqual([['gateway.exec:1', { decision: 'allow-always' }]])
})

test.each([
  [{ decision: 'allow' }, 'decision'],
  [{ decision: 'deny', reason: 'no' }, 'takes no reason'],
  [{ decision: 'allow-once', command: 'ls' }, 'takes no other command'],
  [{ decision: 'allow-once', answers: { a: ['b'] } }, 'asks no question'],
  [{ decision: 'deny', extra: 1 }, 'extra'],
])('a request to run a command does not take %j', async (body, words) => {
  const { decide, sent, waiting } = start([commandRequest()])
  const { status, body: answer } = await decide('gateway.exec:1', body)
  expect(status).toBe(400)
  expect(answer.detail).toContain(words)
  expect(sent).toEqual([])
  expect((await waiting())[0]!.state).toBe('waiting')
})

test.each([
  [{}, 'has no answer yet'],
  [{ colour: [] }, 'has no answer yet'],
  [{ colour: ['Blue', 'Red'] }, 'takes one answer'],
  [{ size: ['big'] }, 'no question “size”'],
])('a question is not answered by %j', async (answers, words) => {
  const { decide, sent } = start([questionRequest()])
  const { body } = await decide('hook.question-1', { decision: 'allow-once', answers })
  expect(body.detail).toContain(words)
  expect(sent).toEqual([])
})

test('an option whose secret is hidden here reaches the runtime as it was offered', async () => {
  const [question] = questionRequest().questions
  const { waiting, decide, sent } = start([
    questionRequest({
      questions: [{ ...question!, options: [{ label: `use ${secret}`, detail: null }], takesText: false }],
    }),
  ])
  const label = (await waiting())[0]!.questions[0]!.options[0]!.label
  expect(label).toBe('use [hidden]')
  await decide('hook.question-1', { decision: 'allow-once', answers: { colour: [label] } })
  expect(sent[0]![1].answers).toEqual({ colour: [`use ${secret}`] })
})

test('no secret of a command leaves by a list, an event or the audit, and none is sent back damaged', async () => {
  const command = `curl -H "Authorization: Bearer ${secret}" x.test`
  const { waiting, decide, events, acts } = start([
    commandRequest({
      action: { kind: 'command', command, cwd: null, exitCode: null },
      input: command,
      takesCommand: true,
    }),
  ])
  const shown = (await waiting())[0]!
  const answer = await decide(shown.id, { decision: 'allow-once', command: 'curl -H [hidden] y.test' })
  expect(answer.status).toBe(400)
  await decide(shown.id, { decision: 'deny' })
  expect(JSON.stringify([shown, events, acts()])).not.toContain(secret)
})

test('without contact nothing is sent, and with it again the request is the same', async () => {
  const { say, decide, waiting, sent } = start([commandRequest()])
  say([], false)
  expect(await waiting()).toMatchObject([{ state: 'waiting', isReachable: false }])
  const { status, body } = await decide('gateway.exec:1', { decision: 'allow-once' })
  expect([status, body.detail]).toEqual([503, expect.stringContaining('no contact')])
  expect(sent).toEqual([])
  say([commandRequest()])
  expect(await waiting()).toMatchObject([{ isReachable: true, note: null }])
})

test('what was being answered when the program ended waits after the next start, with a note', async () => {
  const store = storeInMemory('wheelhouse')
  const before = start([commandRequest()], store)
  before.refuse(undefined)
  store.$client.run("UPDATE approvals SET state = 'answering', decision = 'allow-once', by = 'anna'")
  const after = start([], store)
  expect(await after.waiting()).toMatchObject([{ state: 'waiting', isReachable: false, decision: null }])
  after.say([commandRequest()])
  expect((await after.waiting())[0]!.note).toContain('anna allowed it once, and Wheelhouse ended before')
  after.say([])
  expect(await after.waiting()).toEqual([])
})

test('a request finds its session, also when that is read later', async () => {
  const { events } = start([commandRequest()])
  const ids = () =>
    events.flatMap((event) =>
      event.kind === 'approvals.changed' ? event.approvals.map(({ sessionId }) => sessionId) : [],
    )
  await until(() => ids().includes('openclaw.main.a'))
})

test('taking part is off until a person switches it on, and the gateway is told only while somebody is there', async () => {
  const { ask, approvals, doors, leave } = start()
  approvals.start()
  const all = (isOn: boolean, isAttended = true) => ({
    isOn: { openclaw: isOn, 'claude-code': false, codex: false, opencode: false, gemini: false },
    isAttended,
  })
  expect(doors).toEqual([all(false)])
  const asked = await ask<unknown>('POST', '/settings/openclaw', { isOn: true })
  expect(asked.body.code).toBe('confirm-needed')
  expect(JSON.stringify(asked.body)).toContain('30 minutes')
  const { body } = await ask<{ takingPart: TakingPartState[] }>('POST', '/settings/openclaw', {
    isOn: true,
    confirm: 'take part',
  })
  expect(body.takingPart.find(({ runtime }) => runtime === 'openclaw')).toEqual({
    runtime: 'openclaw',
    isOn: true,
    at: 2_000,
    by: 'anna',
    limits: [],
  })
  expect(doors.at(-1)).toEqual(all(true))
  leave()
  await ask('POST', '/settings/openclaw', { isOn: false })
  expect(doors.at(-1)).toEqual(all(false))
  approvals.stop()
})

test.each([
  '/x',
  '/gateway.',
  '/hook.a%2Fb',
  '/hook...%2f..',
  '/other.a',
  `/hook.${'a'.repeat(300)}`,
])('an id such as %s reaches nothing', async (path) => {
  const { ask, bugs } = start([commandRequest()])
  expect([400, 404]).toContain((await ask('GET', path)).status)
  expect([400, 404]).toContain((await ask('POST', path, { decision: 'deny' })).status)
  expect(bugs).toEqual([])
})
