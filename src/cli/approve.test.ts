import { expect, test } from 'bun:test'
import type { Approval } from '../approvals/approval.ts'
import { commandRequest, questionRequest } from '../approvals/testing/sample-requests.ts'
import type { ApprovalRequest } from '../facts/approval.ts'
import { type ApproveCommand, approve } from './approve.ts'
import type { Client } from './client.ts'

const waits = (request: ApprovalRequest): Approval => ({
  ...request,
  sessionId: null,
  agentId: null,
  state: 'waiting',
  decision: null,
  by: null,
  decidedAt: null,
  endedAt: null,
  note: null,
  isReachable: true,
  risks: [{ kind: 'deletes', words: 'It deletes files.' }],
})

/** Runs the command against a server that knows one request, with these lines typed. */
async function run(approval: Approval, command: Partial<ApproveCommand>, typed: string[] = []) {
  const sent: unknown[] = []
  let printed = ''
  const client: Client = {
    running: true,
    close: async () => {},
    async ask<T>(path: string, request?: { method?: string; body?: unknown }) {
      if (request?.method === 'POST') sent.push({ path, body: request.body })
      return (path === '/api/approvals' ? { items: [approval] } : approval) as T
    },
  }
  const code = await approve(
    { name: 'approve', json: false, id: undefined, deny: false, reason: undefined, ...command },
    {
      client,
      print: (text) => {
        printed += text
      },
      readLine: async () => typed.shift(),
      now: approval.askedAt + 60_000,
      colour: false,
      width: 200,
    },
  )
  return { code, printed, sent }
}

const command = waits(commandRequest())

test('without an id it lists what waits, and decides nothing', async () => {
  const { code, printed, sent } = await run(command, {})
  expect(code).toBe(0)
  expect(printed).toContain(command.id)
  expect(sent).toEqual([])
})

test('with an id it shows the whole command, however long, and allows it on yes alone', async () => {
  const long = `rm ${'x'.repeat(9_000)} && echo end`
  const approval = waits(commandRequest({ action: { kind: 'command', command: long, cwd: null, exitCode: null } }))
  const yes = await run(approval, { id: approval.id }, ['y'])
  expect(yes.printed).toContain(long)
  expect(yes.printed).toContain('▲ It deletes files.')
  expect(yes.sent).toEqual([{ path: expect.stringContaining('/api/approvals/'), body: { decision: 'allow-once' } }])
  for (const words of [[''], ['n'], ['sure'], []])
    expect(await run(approval, { id: approval.id }, words)).toMatchObject({ code: 1, sent: [] })
})

test('--deny denies without asking, with words', async () => {
  const { sent } = await run(command, { id: command.id, deny: true, reason: 'use trash-cli' })
  expect(sent).toMatchObject([{ body: { decision: 'deny', reason: 'use trash-cli' } }])
})

test('--json with an id shows it and decides nothing', async () => {
  const { printed, sent } = await run(command, { id: command.id, json: true }, ['y'])
  expect(JSON.parse(printed)).toMatchObject({ id: command.id })
  expect(sent).toEqual([])
})

test('a question is answered by the number of its option', async () => {
  const asked = waits(questionRequest())
  const [question] = asked.questions
  const { sent } = await run(asked, { id: asked.id }, ['1'])
  expect(sent).toMatchObject([
    { body: { decision: 'allow-once', answers: { [question!.id]: [question!.options[0]!.label] } } },
  ])
  expect((await run(asked, { id: asked.id }, [])).sent).toEqual([])
})

test('what is known in part cannot be allowed in a terminal either', async () => {
  const cut = waits(commandRequest({ isCut: true }))
  const { code, printed, sent } = await run(cut, { id: cut.id }, ['y'])
  expect([code, sent]).toEqual([1, []])
  expect(printed).toContain('It can only be allowed in')
})

test('escapes of a command do not reach the terminal', async () => {
  const approval = waits(
    commandRequest({ action: { kind: 'command', command: 'ls \u001b[8m; rm -rf /', cwd: null, exitCode: null } }),
  )
  const { printed } = await run(approval, { id: approval.id }, [])
  expect(printed).not.toContain('\u001b')
  expect(printed).toContain('rm -rf /')
})
