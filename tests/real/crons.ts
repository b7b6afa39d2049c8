import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { CronDetail } from '../../src/crons/cron.ts'
import { signIn, start, temporary, until as untilWithin } from '../testing/program.ts'
import { fakeModel } from './fake-model.ts'
import { startGateway, type Version } from './openclaw.ts'

const patienceMs = 120_000
const until = <T>(what: string, check: () => Promise<T | undefined | false>) => untilWithin(what, check, patienceMs)

type Problem = { code: string; detail: string; confirm?: { phrase: string }; changed?: string[] }
type AuditLines = { items: { stage: string; action: string; target: string; detail: string | null }[] }

const job = (name: string, message: string, rest: object = {}) => ({
  name,
  enabled: true,
  agentId: 'ops',
  schedule: { kind: 'cron', expr: '30 3 * * *', tz: 'Europe/Vienna' },
  sessionTarget: 'isolated',
  wakeMode: 'now',
  payload: { kind: 'agentTurn', message },
  delivery: { mode: 'none' },
  ...rest,
})

for (const version of ['2026.9.6', '2026.3.24'] as const)
  describe(`the cron jobs of a real gateway of ${version}`, () => {
    let world: Awaited<ReturnType<typeof openWorld>>
    beforeAll(async () => {
      world = await openWorld(version)
    }, 600_000)
    afterAll(() => world?.close(), 60_000)

    test('are added: the job is there as it was asked for, and when it runs next', async () => {
      const added = await world.add(job('Morning watch', 'Look around.'))
      expect(added).toMatchObject({ name: 'Morning watch', enabled: true, system: false, lastStatus: null })
      expect(added.definition).toMatchObject({ payload: { message: 'Look around.' }, agentId: 'ops' })
      expect(added.nextAt).toBeGreaterThan(Date.now())
    })

    test('are refused where the gateway refuses, with its reason, and nothing is there', async () => {
      const { status, problem } = await world.refused('POST', '', {
        job: job('Wrong', 'x', { schedule: { kind: 'cron', expr: 'every morning' } }),
      })
      expect(status).toBe(409)
      expect(problem.detail).toStartWith('The gateway refuses cron.add: ')
      expect((await world.jobs()).some(({ name }) => name === 'Wrong')).toBe(false)
    })

    test('run when they are told to, and end well: the run has its session', async () => {
      const { id } = await world.named('Morning watch')
      const { problem } = await world.refused('POST', `/${id}/run`, {})
      expect(problem).toMatchObject({ code: 'confirm-needed', confirm: { phrase: 'run' } })
      await world.act('POST', `/${id}/run`, { confirm: 'run' })
      const [run] = await world.ended(id, 1)
      expect(run).toMatchObject({ status: 'ok', sessionId: expect.any(String) })
      expect(run!.durationMs).toBeGreaterThan(0)
      const priced = await until('what the run cost is known', async () => {
        const [latest] = (await world.job(id)).latestRuns
        return latest?.costUsd !== null && latest
      })
      expect(priced.costUsd).toBeGreaterThan(0)
    })

    test('run and fail: why is known', async () => {
      const { id } = await world.add(job('Broken', 'This goes wrong. !fail'))
      await world.act('POST', `/${id}/run`, { confirm: 'run' })
      const [run] = await world.ended(id, 1)
      expect(run).toMatchObject({ status: 'error', error: expect.any(String) })
      await until('the job has failed', async () => (await world.job(id)).lastStatus === 'error')
    })

    test('do not run twice at once: the second time is refused with the reason', async () => {
      const { id } = await world.add(job('Slow', 'Take your time. !slow'))
      world.model.hold()
      await world.act('POST', `/${id}/run`, { confirm: 'run' })
      await until('it runs', async () => (await world.job(id)).lastStatus === 'running')
      const again = await world.refused('POST', `/${id}/run`, { confirm: 'run' })
      world.model.letGo()
      expect([again.status, again.problem.detail]).toEqual([409, 'Slow runs already.'])
      await world.ended(id, 1)
    })

    test('are edited: what was asked for is what the store holds, and the rest is as it was', async () => {
      const { id, revision, definition } = await world.named('Morning watch')
      const edited = await world.act<CronDetail>('PATCH', `/${id}`, {
        revision,
        patch: {
          schedule: { kind: 'cron', expr: '15 4 * * 1-5', tz: 'Europe/Vienna' },
          payload: { kind: 'agentTurn', message: 'Look around twice.', timeoutSeconds: 120 },
        },
      })
      expect(edited.schedule).toMatchObject({ expr: '15 4 * * 1-5' })
      expect(edited.definition).toMatchObject({
        name: 'Morning watch',
        payload: { message: 'Look around twice.', timeoutSeconds: 120 },
        delivery: definition!.delivery as object,
      })
      expect(edited.revision).not.toBe(revision)
    })

    test('are not overwritten where somebody else has changed them', async () => {
      const { id, revision } = await world.named('Morning watch')
      const foreign = id.split(':')[1]!
      await world.rpc.ask('cron.update', { id: foreign, patch: { description: 'by another hand' } })
      const patch = { schedule: { kind: 'cron', expr: '0 5 * * *' } }
      // 2026.3.24 has no word for what a job is just now: there it is what its store holds.
      if (version === '2026.3.24')
        await until('the change is read', async () => (await world.job(id)).revision !== revision)
      const { status, problem } = await world.refused('PATCH', `/${id}`, { revision, patch })
      expect([status, problem.code]).toEqual([409, 'conflict'])
      expect(problem.detail).toContain('was changed elsewhere since you opened it')
      const now = await until('the change is read', async () => {
        const job = await world.job(id)
        return job.revision !== revision && job
      })
      expect(now.definition).toMatchObject({ description: 'by another hand', schedule: { expr: '15 4 * * 1-5' } })
      const merged = await world.act<CronDetail>('PATCH', `/${id}`, { revision: now.revision, patch })
      expect(merged.definition).toMatchObject({ description: 'by another hand', schedule: { expr: '0 5 * * *' } })
    })

    test('lose a value where the version can take one away, and say so where it cannot', async () => {
      const { id, revision } = await world.named('Morning watch')
      const patch = { payload: { kind: 'agentTurn', timeoutSeconds: null } }
      if (version === '2026.9.6') {
        const edited = await world.act<CronDetail>('PATCH', `/${id}`, { revision, patch })
        expect((edited.definition!.payload as { timeoutSeconds?: number }).timeoutSeconds).toBeUndefined()
      } else {
        const { problem } = await world.refused('PATCH', `/${id}`, { revision, patch })
        expect(problem.detail).toStartWith('This version of OpenClaw cannot take a value away')
      }
    })

    test('are switched off and on: off, nothing is planned', async () => {
      const { id } = await world.named('Morning watch')
      expect(await world.act('POST', `/${id}/disable`)).toMatchObject({ enabled: false })
      await until('nothing is planned', async () => (await world.job(id)).nextAt === null)
      expect(await world.act('POST', `/${id}/enable`)).toMatchObject({ enabled: true })
      await until('it is planned', async () => (await world.job(id)).nextAt !== null)
    })

    test('are deleted once their name was typed, and their runs stay', async () => {
      const { id } = await world.named('Broken')
      const { problem } = await world.refused('DELETE', `/${id}`, { confirm: 'run' })
      expect(problem.confirm).toMatchObject({ phrase: 'Broken' })
      await world.act('DELETE', `/${id}`, { confirm: 'Broken' })
      expect((await world.jobs()).some((job) => job.id === id)).toBe(false)
      expect((await world.job(id)).latestRuns).toHaveLength(1)
    })

    test('cannot be changed while the gateway is away, and are shown as they are', async () => {
      await world.gateway.stop()
      await until('the gateway is known to be away', async () => (await world.gatewayState()) !== 'connected')
      const { id } = await world.named('Morning watch')
      const { status, problem } = await world.refused('POST', `/${id}/disable`)
      expect(status).toBe(503)
      expect(problem.detail).toStartWith('The gateway ')
      expect((await world.job(id)).enabled).toBe(true)
    })

    test('leave a line on record for each act, also for those that failed', async () => {
      const { items } = await world.audit()
      const found = items.map(({ stage, action, target }) => `${stage}: ${action}, ${target}`)
      for (const line of [
        'done: add cron job, Morning watch',
        'failed: add cron job, Wrong',
        'done: run cron job, Broken',
        'failed: run cron job, Slow',
        'done: edit schedule and what it says of cron job, Morning watch',
        'failed: edit schedule of cron job, Morning watch',
        'done: switch off cron job, Morning watch',
        'failed: switch off cron job, Morning watch',
        'done: delete cron job, Broken',
      ])
        expect(found).toContain(line)
    })
  })

/** A gateway with its model, and our program with somebody signed in to it. */
async function openWorld(version: Version) {
  const folder = temporary('real-crons')
  const model = fakeModel(folder.path)
  const gateway = await startGateway({ folder: folder.path, version, modelUrl: model.url })
  const rpc = await gateway.rpc()
  const server = await start(folder.path, [], { env: { OPENCLAW_STATE_DIR: gateway.state } })
  await server.caughtUp()
  const headers = { ...(await signIn(server, server)), origin: server.url, 'content-type': 'application/json' }

  async function send<T>(method: string, path: string, body?: object) {
    const response = await fetch(`${server.url}/api/crons${encoded(path)}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    })
    return { status: response.status, answer: (await response.json()) as T }
  }
  async function act<T = CronDetail>(method: string, path: string, body?: object): Promise<T> {
    const { status, answer } = await send<T>(method, path, body)
    if (status !== 200) throw new Error(`${method} ${path} was answered with ${status}: ${JSON.stringify(answer)}`)
    return answer
  }
  const jobs = async () => (await server.ask<{ items: CronDetail[] }>('/api/crons')).items
  const one = (id: string) => server.ask<CronDetail>(`/api/crons/${encodeURIComponent(id)}`)
  const gatewayState = async () =>
    (await server.ask<{ gateways: { state: string }[] }>('/api/overview')).gateways[0]?.state
  await until('the gateway is connected', async () => (await gatewayState()) === 'connected')

  return {
    model,
    gateway,
    server,
    rpc,
    jobs,
    job: one,
    audit: async () => (await (await fetch(`${server.url}/api/audit?limit=200`, { headers })).json()) as AuditLines,
    gatewayState,
    act,
    named: async (name: string) => {
      const found = (await jobs()).find((job) => job.name === name)
      if (!found) throw new Error(`there is no job ${name}`)
      return one(found.id)
    },
    add: (job: object) => act<CronDetail>('POST', '', { job }),
    async refused(method: string, path: string, body?: object) {
      const { status, answer } = await send<Problem>(method, path, body)
      expect(status).toBeGreaterThanOrEqual(400)
      return { status, problem: answer }
    },
    /** The runs of a job once so many of them are over. */
    ended: (id: string, count: number) =>
      until(`${count} runs of ${id} are over`, async () => {
        const { latestRuns } = await one(id)
        const over = latestRuns.filter(({ status }) => status !== 'running')
        return over.length >= count && over
      }),
    async close() {
      rpc.close()
      await server.stop()
      await gateway.stop()
      model.stop()
      folder[Symbol.dispose]()
    },
  }
}

/** A path whose parts are ids. */
const encoded = (path: string) => path.split('/').map(encodeURIComponent).join('/')
