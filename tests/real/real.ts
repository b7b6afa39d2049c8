import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import type { Act, Service, Verb } from '../../src/controls/service.ts'
import { actOnGateway } from '../../src/sources/openclaw/gateway/act.ts'
import { deviceFrom } from '../../src/sources/openclaw/gateway/device.ts'
import { createOpenClaw } from '../../src/sources/openclaw/openclaw.ts'
import { openBrowser } from '../testing/browser.ts'
import { signIn, start, temporary, until as untilWithin } from '../testing/program.ts'
import { everythingIn } from '../testing/transcripts.ts'
import { fakeModel } from './fake-model.ts'
import { startGateway, token, type Version } from './openclaw.ts'
import { sumsOf } from './stores.ts'

type Session = { id: string; key: string | null; state: string; reason: string | null; parentId: string | null }
type Overview = {
  agents: { name: string }[]
  gateways: { state: string; words: string }[]
  verdict: { text: string }
}
type Sums = {
  calls: number
  inputTokens: number
  outputTokens: number
  cacheReadTokens: number
  costUsd: number | null
}
type Report = { rows: (Sums & { key: string })[] }
type Examination = { findings: { about: string; level: string }[] }
type Jobs = { items: { id: string; name: string }[] }
type Runs = { items: { status: string }[] }

/** The real thing takes its time: a turn of 2026.9.6 some seconds, and more on a machine that has others to serve. */
const patienceMs = 120_000
const until = <T>(what: string, check: () => Promise<T | undefined | false> | T | undefined | false) =>
  untilWithin(what, check, patienceMs)

for (const version of ['2026.9.6', '2026.3.24'] as const)
  describe(`a real gateway of ${version}`, () => {
    let world: Awaited<ReturnType<typeof openWorld>>
    beforeAll(async () => {
      world = await openWorld(version)
    }, 600_000)
    afterAll(async () => {
      if (!world) return
      try {
        // What all the tests had it write is read once more, as transcripts.
        const { records } = await everythingIn(createOpenClaw({ homes: [world.gateway.state], configPath: null }))
        expect(records.length).toBeGreaterThan(2)
        expect(records.filter((record) => record.startsWith('unknown'))).toEqual([])
      } finally {
        await world.close()
      }
    }, 60_000)

    test('is found and listened to, and the agents have their names', async () => {
      await world.verdict("All's well")
      await world.gatewayIs('connected')
      const { agents, gateways } = await world.overview()
      expect(agents.map(({ name }) => name).sort()).toEqual(['Rigger', 'Skipper'])
      expect(gateways).toEqual([expect.objectContaining({ words: `OpenClaw ${version}` })])
      const { findings } = await world.server.ask<Examination>('/api/doctor')
      expect(findings.filter(({ about, level }) => about === 'gateway' && level !== 'info')).toEqual([])
    })

    test('answers over HTTP, and what it wrote is on the Bridge', async () => {
      await world.gateway.say('main', 'First words to the skipper')
      await world.gateway.say('ops', 'First words to the rigger')
      for (const words of ['First words to the skipper', 'First words to the rigger'])
        await world.page.locator('tr[data-session]', { hasText: words }).waitFor()
    })

    test('restarts: the Bridge says so at once, and is well again when the gateway is', async () => {
      const restarting = world.verdict('Gateway restarting')
      // 2026.3.24 has no request for it: there it is a signal, as its service sends it.
      if (version === '2026.9.6') await world.rpc.ask('gateway.restart.request', { reason: 'a test' })
      else world.gateway.signal('SIGUSR1')
      await restarting
      await world.verdict("All's well")
      await world.gatewayIs('connected')
    })

    test('is restarted from the page of services, and seen to be back; a version without a call for it by its signal', async () => {
      const act = await world.control('restart')
      expect(act).toMatchObject({ outcome: 'done', reason: null })
      expect(act.exact).toMatch(version === '2026.9.6' ? /^gateway\.restart\.request / : /^kill -USR1 \d+$/)
      expect(act.steps.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'done', 'done'])
      await world.gatewayIs('connected')
    })

    test('is stopped from there; where nobody knows how to start it, that is said', async () => {
      expect(await world.control('stop')).toMatchObject({ outcome: 'done' })
      expect(world.gateway.isRunning()).toBe(false)
      await until('it is known to be down', async () =>
        (await world.cannot('start')).includes('not told how to start it'),
      )
      await world.gateway.start()
      await world.gatewayIs('connected')
      await world.reconnect()
    })

    test('goes away and is started anew: down, and well again', async () => {
      world.gateway.signal('SIGKILL')
      await world.verdict('Gateway down')
      await world.gateway.start()
      await world.verdict("All's well")
      await world.gatewayIs('connected')
      await world.reconnect()
    })

    test('writes an answer: on its page word by word while it is written, and once in the transcript', async () => {
      const { id, page, end } = await world.turn('agent:main:slow', 'Tell me slowly. !slow')
      await world.row(id, 'writes its answer').waitFor()
      await world.markIs(id, 'working')
      await page.locator('.streaming', { hasText: 'And on.' }).waitFor()
      await end()
      await world.lines(page, ['user: Tell me slowly. !slow', 'assistant: Answer number'])
      await world.row(id, 'writes its answer').waitFor({ state: 'detached' })
      await world.markIs(id, 'idle')
    })

    test('thinks: seen while it does, and its thought stands once in the transcript', async () => {
      const { id, page, end } = await world.turn('agent:main:think', 'Where to? !think')
      await world.markIs(id, 'thinking')
      await end()
      await world.lines(page, ['user: Where to? !think', 'thinking: The wind has turned', 'assistant: We tack.'])
    })

    test('runs a tool: seen by its name while it runs, and once in the transcript, with its result', async () => {
      const { id, page, end } = await world.turn('agent:main:exec', 'Up with the anchor. !exec')
      await world.row(id, 'runs exec').waitFor()
      await page.locator('[data-item] .tool[data-state="running"]', { hasText: 'exec' }).waitFor()
      await end()
      await world.lines(page, [
        'user: Up with the anchor. !exec',
        'tool: exec, done',
        'assistant: It is done: the-anchor-is-up',
      ])
    })

    // 2026.3.24 hands its model every tool by name: it has nothing to search for.
    test.if(version === '2026.9.6')(
      'runs a tool that was found by searching: seen by its own name, and once in the transcript',
      async () => {
        const helm = await world.turn('agent:main:helm', 'Take the helm.')
        await helm.end()
        const { id, page, end } = await world.turn('agent:main:search', 'Ask the helm. !search')
        await world.row(id, 'runs sessions_send').waitFor()
        await end()
        await world.lines(page, [
          'user: Ask the helm. !search',
          'tool: sessions_send, done',
          'assistant: It is done',
          'user: [Inter-session message]',
          'assistant: Answer number',
        ])
      },
    )

    test('starts a sub-agent: it hangs under its parent while it works, and is finished when it is', async () => {
      const { id, end } = await world.turn('agent:main:spawn', 'Send somebody below. !spawn')
      const child = await until('the sub-agent is running under its parent', async () => {
        const all = await world.sessions()
        return all.find(({ parentId, state }) => parentId === id && state === 'running')
      })
      await using list = await world.open('/sessions')
      const parent = list.page.locator(`[data-session="${id}"]`)
      await parent.locator('button.children-toggle').waitFor()
      if ((await parent.getAttribute('aria-expanded')) === 'false')
        await parent.locator('button.children-toggle').click()
      const under = list.page.locator(`[data-session="${child.id}"][data-child]`)
      await under.locator('.mark[data-mark="working"]').waitFor()
      await world.page.locator(`tr[data-session="${child.id}"]`).waitFor()
      await end()
      await under.locator('.mark[data-mark="idle"]').waitFor()
      expect(await list.page.locator(`[data-session="${child.id}"]`).count()).toBe(1)
      const place = async (row: typeof parent) => Number(await row.getAttribute('aria-rowindex'))
      expect(await place(under)).toBe((await place(parent)) + 1)
    })

    test('runs a job by its clock: seen while it runs, and one run is kept', async () => {
      const { id } = await world.rpc.ask<{ id: string }>('cron.add', {
        name: 'Morning watch',
        enabled: true,
        schedule: { kind: 'cron', expr: '0 3 * * *', tz: 'UTC' },
        sessionTarget: 'isolated',
        wakeMode: 'now',
        agentId: 'ops',
        payload: { kind: 'agentTurn', message: 'Look around. !slow' },
        delivery: { mode: 'none' },
      })
      world.model.hold()
      await world.rpc.ask('cron.run', { id, mode: 'force' })
      const session = await until('its session works', async () =>
        (await world.sessions()).find(({ key, state }) => key?.includes(`:cron:${id}`) && state === 'running'),
      )
      await world.row(session.id, 'writes its answer').waitFor()
      world.model.letGo()
      const job = await until('the job is known', async () =>
        (await world.server.ask<Jobs>('/api/crons')).items.find(({ name }) => name === 'Morning watch'),
      )
      const runs = await until('its run is kept', async () => {
        const { items } = await world.server.ask<Runs>(`/api/crons/${encodeURIComponent(job.id)}/runs`)
        return items.some(({ status }) => status !== 'running') && items
      })
      expect(runs.map(({ status }) => status)).toEqual(['ok'])
      await world.row(session.id, 'writes its answer').waitFor({ state: 'detached' })
    })

    test('stops an answer when it is told to: the session was stopped, and what it had written stands once', async () => {
      const before = await world.turn('agent:main:abort', 'Begin.')
      await before.end()
      await before.page.close()
      const { id, page, run } = await world.turn('agent:main:abort', 'Stop in the middle. !slow')
      await world.row(id, 'writes its answer').waitFor()
      await world.rpc.ask('chat.abort', { sessionKey: 'agent:main:abort', runId: run })
      await world.markIs(id, 'stopped')
      expect((await world.session('agent:main:abort')).state).toBe('killed')
      world.model.letGo()
      await world.lines(page, [
        'user: Begin.',
        'assistant: Answer number',
        'user: Stop in the middle. !slow',
        'assistant: Answer number',
      ])
    })

    test('makes room in a context: seen while it does, and noted once', async () => {
      for (const part of ['one', 'two', 'three']) {
        const { page, end } = await world.turn('agent:ops:long', `Read log ${part}. !long`)
        await end()
        await page.close()
      }
      const { id } = await world.session('agent:ops:long')
      world.model.hold({ summaries: true })
      // Asked for, 2026.9.6 tells of it; 2026.3.24 tells only of what it does by itself when a context is full.
      const compacted =
        version === '2026.9.6'
          ? world.rpc.ask('sessions.compact', { key: 'agent:ops:long' })
          : world.rpc.send('agent:ops:long', 'Read on. !full')
      await world.row(id, 'makes room in its context').waitFor()
      world.model.letGo()
      await compacted
      await world.row(id, 'makes room in its context').waitFor({ state: 'detached' })
      await using reader = await world.open(`/sessions/${encodeURIComponent(id)}`)
      const notes = reader.page.locator('[data-item][data-kind="note"]', { hasText: 'Compacted' })
      await notes.first().waitFor()
      expect(await notes.count()).toBe(1)
    })

    test('is refused by its model: the session has failed, and why is said', async () => {
      await world.turn('agent:ops:fail', 'This goes wrong. !fail')
      const { id, reason } = await until('it has failed', async () => {
        const session = await world.session('agent:ops:fail')
        return session.state === 'failed' && session.reason !== null && session
      })
      // 2026.9.6 puts it into words of its own.
      expect(reason ?? '').toMatch(version === '2026.9.6' ? /provider rejected/ : /the stand-in will not answer this/)
      // The page says it in our words, and its own text behind a click.
      await world.row(id, 'request refused by the provider').getByRole('button', { name: 'Show the raw error' }).click()
      await world.page.locator('.raw-error pre', { hasText: reason! }).waitFor()
      await world.page.keyboard.press('Escape')
      await world.markIs(id, 'stopped')
    })

    test('is written to over a connection of its own, with the one right that the call needs', async () => {
      const { id } = await world.rpc.ask<{ id: string }>('cron.add', {
        name: 'nightly',
        agentId: 'main',
        enabled: false,
        schedule: { kind: 'every', everyMs: 3_600_000 },
        sessionTarget: 'isolated',
        wakeMode: 'now',
        payload: { kind: 'agentTurn', message: 'Good night.' },
        delivery: { mode: 'none' },
      })
      const target = {
        home: world.gateway.state,
        url: `ws://127.0.0.1:${world.gateway.port}`,
        credential: { token },
        device: deviceFrom(Buffer.alloc(32, 3).toString('base64url')),
        version: '0.1.0',
        platform: 'linux',
        isTheGateway: () => true,
      }
      expect(await actOnGateway(target, 'cron.update', { id, patch: { enabled: true } })).toEqual({ id, enabled: true })
      expect(await actOnGateway(target, 'cron.run', { id, mode: 'due' })).toMatchObject({ ran: false })
      expect(await actOnGateway(target, 'chat.abort', { sessionKey: 'agent:main:main' })).toMatchObject({
        aborted: false,
      })
      const nobodys = actOnGateway(target, 'exec.approval.resolve', { id: 'nobody', decision: 'deny' })
      await expect(nobodys).rejects.toThrow('The gateway refuses exec.approval.resolve: unknown or expired approval id')
    })

    test('adds up to what its stores hold, to the cent and the token', async () => {
      await until('the sums agree with the stores', async () => {
        const { rows } = await world.server.ask<Report>('/api/costs/report?by=agent')
        return ['main', 'ops'].every((agent) => {
          const row = rows.find((row) => row.key === `openclaw:${agent}`)
          const sum = sumsOf(world.gateway.state, agent)
          return (
            row &&
            sum.calls > 0 &&
            row.calls === sum.calls &&
            row.inputTokens === sum.input &&
            row.outputTokens === sum.output &&
            row.cacheReadTokens === sum.cacheRead &&
            Math.abs((row.costUsd ?? 0) - sum.usd) < 1e-9
          )
        })
      })
      expect(world.browser.errors).toEqual([])
      expect(world.server.output()).not.toContain(token)
    })
  })

/** A gateway with its model, our program that looks at it, and a browser in front of that, at the Bridge. */
async function openWorld(version: Version) {
  const folder = temporary('real')
  const model = fakeModel(folder.path)
  const gateway = await startGateway({ folder: folder.path, version, modelUrl: model.url })
  let rpc = await gateway.rpc()
  const server = await start(folder.path, [], { env: { OPENCLAW_STATE_DIR: gateway.state } })
  await server.caughtUp()
  const browser = await openBrowser()
  browser.context.setDefaultTimeout(patienceMs)
  const page = await browser.page()
  await page.goto(server.url)

  const overview = () => server.ask<Overview>('/api/overview')
  const sessions = async () => (await server.ask<{ items: Session[] }>('/api/sessions?limit=200')).items
  const session = (key: string) =>
    until(`${key} is listed`, async () => (await sessions()).find((session) => session.key === key))
  const row = (id: string, words = '') => page.locator(`tr[data-session="${id}"]`, { hasText: words })

  async function open(path: string) {
    const page = await browser.page()
    await page.goto(server.url + path)
    return { page, [Symbol.asyncDispose]: () => page.close() }
  }

  let person: Record<string, string> | undefined
  /** Asks the gateway's switch for something, as a signed-in page does, and unlocks it first. */
  async function ask(verb: Verb) {
    person ??= await signIn(server, server)
    const headers = { ...person, origin: server.url, 'content-type': 'application/json' }
    const post = (path: string, body: object) =>
      fetch(`${server.url}/api/controls${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    await post('/unlock', {})
    return post(`/gateway/${verb}`, { confirm: 'gateway' })
  }

  return {
    /** What became of an act, once it is over. */
    async control(verb: Verb) {
      const answer = await ask(verb)
      const { act: begun, detail } = (await answer.json()) as { act?: Act; detail?: string }
      if (!begun) throw new Error(detail)
      const ended = async () => {
        const { act } = await server.ask<Service>('/api/controls/gateway')
        return act?.id === begun.id && act.outcome !== 'going' ? act : undefined
      }
      // A gateway may take minutes to start where others use the machine as well.
      return untilWithin(`${verb} of the gateway is over`, ended, 2 * patienceMs)
    },
    /** Why something cannot be asked. */
    cannot: async (verb: Verb) => ((await (await ask(verb)).json()) as { detail: string }).detail,
    model,
    gateway,
    server,
    browser,
    page,
    overview,
    sessions,
    session,
    row,
    open,
    get rpc() {
      return rpc
    },
    async reconnect() {
      rpc.close()
      rpc = await gateway.rpc()
    },
    verdict: (text: string) => page.locator('.top-bar .verdict', { hasText: text }).waitFor(),
    gatewayIs: (state: string) =>
      until(`the gateway is ${state}`, async () => (await overview()).gateways[0]?.state === state),
    markIs: (id: string, mark: string) => row(id).locator(`td:first-child .mark[data-mark="${mark}"]`).waitFor(),

    /** Sends words into a conversation whose model does not end before `end`; its transcript is open in a page. */
    async turn(key: string, words: string) {
      model.hold()
      const run = await rpc.send(key, words)
      const { id } = await session(key)
      const { page } = await open(`/sessions/${encodeURIComponent(id)}`)
      return {
        id,
        run,
        page,
        async end() {
          model.letGo()
          await until('the run has ended', () =>
            rpc.heard().some(({ event, payload }) => {
              const state = String(payload?.state)
              return event === 'chat' && payload?.runId === run && ['final', 'error', 'aborted'].includes(state)
            }),
          )
        },
      }
    },

    /** Waits until a transcript has these lines and no others, as it came and read anew; notes and records do not count. */
    async lines(page: Page, expected: string[]) {
      let seen: string[] = []
      const agree = () => seen.length === expected.length && seen.every((line, at) => line.startsWith(expected[at]!))
      for (const how of ['as it came', 'read anew']) {
        await until(`the transcript is whole, ${how}`, async () => {
          seen = await linesOf(page)
          return agree()
        }).catch(() => expect([how, ...seen]).toEqual([how, ...expected]))
        await page.reload()
      }
      await page.close()
    },

    async close() {
      rpc.close()
      await browser[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
      await gateway.stop()
      model.stop()
      folder[Symbol.dispose]()
    },
  }
}

/** What a reader of the page sees in a transcript, a line for each thing. */
const linesOf = (page: Page) =>
  page.locator('[data-item]:not([data-kind="note"]):not([data-kind="record"])').evaluateAll((items) =>
    items.map((item) => {
      const textOf = (selector: string) => item.querySelector(selector)?.textContent?.trim() ?? ''
      const kind = item.getAttribute('data-kind')
      if (kind === 'message') return `${item.querySelector('.message')?.getAttribute('data-role')}: ${textOf('.prose')}`
      if (kind === 'tool')
        return `tool: ${textOf('.tool b')}, ${item.querySelector('.tool')?.getAttribute('data-state')}`
      return `${kind}: ${textOf('button .quiet')}`
    }),
  )
