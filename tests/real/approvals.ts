import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Approval } from '../../src/approvals/approval.ts'
import { openApprover } from '../testing/approver.ts'
import { signIn, start, temporary, until as untilWithin } from '../testing/program.ts'
import { fakeModel } from './fake-model.ts'
import { installed, startGateway, type Version } from './openclaw.ts'

const patienceMs = 240_000
const until = <T>(what: string, check: () => Promise<T | undefined | false> | T | undefined | false) =>
  untilWithin(what, check, patienceMs)

/** Whether a version is not there and cannot be installed; the reason is said. */
function isLeftOut(version: Version): boolean {
  try {
    installed(version)
    return false
  } catch (error) {
    process.stderr.write(`OpenClaw ${version} is left out: ${(error as Error).message}\n`)
    return true
  }
}

for (const version of ['2026.9.6', '2026.3.24'] as const)
  describe.skipIf(isLeftOut(version))(`a real gateway of ${version} that asks before it runs a command`, () => {
    let world: Awaited<ReturnType<typeof openWorld>>
    beforeAll(async () => {
      world = await openWorld(version)
    }, 600_000)
    afterAll(() => world?.close(), 60_000)

    test('is answered from here once a person takes part: the command runs, and the answer is on record', async () => {
      expect(await world.waiting()).toEqual([])
      await world.person.takePart('openclaw', true)
      const run = await world.rpc.send('agent:main:asks', 'Please touch anchor. !touch')
      const asked = await world.asked()
      expect(asked).toMatchObject({ runtime: 'openclaw', kind: 'command', key: 'agent:main:asks', isReachable: true })
      expect(JSON.stringify(asked.action)).toContain('touch ')
      expect(world.isTouched('anchor')).toBe(false)
      expect(await world.person.allow(asked)).toBe('You allowed it once, and OpenClaw took it.')
      expect(await world.ended(asked.id)).toMatchObject({ state: 'answered', decision: 'allow-once' })
      await until('the command has run', () => world.isTouched('anchor'))
      await world.ends(run)
      expect(await world.waiting()).toEqual([])
      expect((await world.acts()).slice(0, 2)).toEqual(['done allow a command', 'asked allow a command'])
    })

    test('is denied from here: the command does not run', async () => {
      const run = await world.rpc.send('agent:main:denied', 'Please touch rudder. !touch')
      const asked = await world.asked()
      expect(await world.person.deny(asked)).toBe('You denied it, and OpenClaw took it.')
      expect(await world.ended(asked.id)).toMatchObject({ state: 'answered', decision: 'deny' })
      await world.ends(run)
      expect(world.isTouched('rudder')).toBe(false)
    })

    test('says on the page what this version cannot do', async () => {
      const limits = world.person.page().getByRole('list', { name: 'What this version cannot do' })
      if (version === '2026.9.6') return expect(await limits.count()).toBe(0)
      const words = await limits.innerText()
      expect(words).toContain('OpenClaw 2026.3.24 tells of a request once and keeps no list')
      expect(words).toContain('OpenClaw 2026.3.24 knows no questions')
    })

    test('a request that was answered by another client is told so, and is not answered twice', async () => {
      const run = await world.rpc.send('agent:main:elsewhere', 'Please touch sail. !touch')
      const asked = await world.asked()
      await world.person.card(asked).waitFor()
      await world.rpc.ask('exec.approval.resolve', { id: asked.id.split(':')[1], decision: 'deny' })
      await world.person.card(asked).getByText('denied it in another place').waitFor()
      expect(await world.ended(asked.id)).toMatchObject({ state: 'elsewhere', decision: 'deny' })
      expect(await world.decide(asked.id, { decision: 'allow-once' })).toMatchObject({ status: 409 })
      await world.ends(run)
      expect(world.isTouched('sail')).toBe(false)
    })

    // 2026.3.24 keeps waiting for an answer that nobody needs.
    test.if(version === '2026.9.6')('a run that is stopped while it asks takes its request with it', async () => {
      const run = await world.rpc.send('agent:main:stopped', 'Please touch keel. !touch')
      const asked = await world.asked()
      await world.rpc.ask('chat.abort', { sessionKey: 'agent:main:stopped', runId: run })
      const { state } = await world.ended(asked.id)
      expect(['withdrawn', 'unknown', 'expired']).toContain(state)
      expect(world.isTouched('keel')).toBe(false)
    })

    // 2026.3.24 has no list of what waits: it tells of a request once.
    test.if(version === '2026.9.6')('a request outlives this program, which is killed and started again', async () => {
      const run = await world.rpc.send('agent:main:survivor', 'Please touch mast. !touch')
      const asked = await world.asked()
      await world.restart()
      const again = await world.asked()
      expect(again.id).toBe(asked.id)
      expect(await world.person.allow(again)).toBe('You allowed it once, and OpenClaw took it.')
      await until('the command has run', () => world.isTouched('mast'))
      await world.ends(run)
    })

    test.if(version === '2026.9.6')('a question of an agent is answered with one of its options', async () => {
      const { id } = await world.rpc.ask<{ id: string }>('question.request', {
        sessionKey: 'agent:main:asks',
        agentId: 'main',
        timeoutMs: 60_000,
        questions: [
          {
            questionId: 'course',
            header: 'Course',
            question: 'Which way?',
            options: [{ label: 'North' }, { label: 'South', description: 'warmer' }],
          },
        ],
      })
      const asked = await world.asked()
      expect(asked).toMatchObject({ kind: 'question', questions: [{ id: 'course', text: 'Which way?' }] })
      expect(await world.person.choose(asked, 'South')).toBe('You answered it, and OpenClaw took it.')
      expect(await world.rpc.ask('question.waitAnswer', { id })).toMatchObject({
        status: 'answered',
        answers: { answers: { course: ['South'] } },
      })
    })

    // 2026.3.24 waits for whoever may come.
    test.if(version === '2026.9.6')('a person leaves: the gateway refuses at once, as it did before', async () => {
      await world.person.takePart('openclaw', false)
      const run = await world.rpc.send('agent:main:alone', 'Please touch buoy. !touch')
      await world.ends(run)
      expect(world.isTouched('buoy')).toBe(false)
      expect(await world.waiting()).toEqual([])
    })
  })

/** A gateway that asks, this program beside it with a page open, and a client that may do anything. */
async function openWorld(version: Version) {
  const folder = temporary('approvals')
  const model = fakeModel(folder.path)
  const gateway = await startGateway({ folder: folder.path, version, modelUrl: model.url, asks: true })
  const rpc = await gateway.rpc()
  const settings = { env: { OPENCLAW_STATE_DIR: gateway.state } }
  let server = await start(folder.path, [], settings)
  await server.caughtUp()
  let headers = await signIn(server, server)
  // As long as the page is open, somebody is there to answer.
  const person = await openApprover(server, { ...headers, origin: server.url, 'content-type': 'application/json' })

  const post = async <T>(path: string, body: object): Promise<T> => {
    const response = await fetch(server.url + path, {
      method: 'POST',
      headers: { ...headers, origin: server.url, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return (await response.json()) as T
  }
  const waiting = async () => (await server.ask<{ items: Approval[] }>('/api/approvals')).items
  return {
    rpc,
    waiting,
    person,
    /** As a page that is too late does. */
    decide: (id: string, body: object) => post<Approval & { status?: number }>(`/api/approvals/${id}`, body),
    asked: () => until('a request has come', async () => (await waiting()).find((one) => one.isReachable)),
    ended: (id: string) =>
      until('it has ended', async () => {
        const approval = await server.ask<Approval>(`/api/approvals/${id}`)
        return approval.endedAt === null ? undefined : approval
      }),
    ends: (run: string) =>
      until('the run has ended', () =>
        rpc
          .heard()
          .some(
            ({ event, payload }) =>
              event === 'chat' &&
              payload?.runId === run &&
              ['final', 'error', 'aborted'].includes(String(payload?.state)),
          ),
      ),
    isTouched: (name: string) => existsSync(join(folder.path, name)),
    acts: async () => {
      const response = await fetch(`${server.url}/api/audit?limit=10`, { headers })
      const { items } = (await response.json()) as { items: { stage: string; action: string }[] }
      return items.map(({ stage, action }) => `${stage} ${action}`)
    },
    async restart() {
      await server.stop('SIGKILL')
      server = await start(folder.path, [], settings)
      await server.caughtUp()
      headers = await signIn(server, server)
      await person.comeBack(server, { ...headers, origin: server.url, 'content-type': 'application/json' })
    },
    async close() {
      rpc.close()
      await person[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
      await gateway.stop()
      model.stop()
      folder[Symbol.dispose]()
    },
  }
}
