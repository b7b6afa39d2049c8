import { expect, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import { Elysia } from 'elysia'
import { createActionGate } from '../audit/action-gate.ts'
import { markCaller } from '../auth/caller.ts'
import type { Role } from '../auth/role.ts'
import { callerAs } from '../auth/testing/caller-as.ts'
import { problems } from '../http/errors.ts'
import { createRoleGate } from '../http/roles.ts'
import { openThread } from '../lib/open-thread.ts'
import { temporary } from '../lib/testing/temporary.ts'
import { openStore } from '../store/store.ts'
import type { LogEvent } from './events.ts'
import { fileSpec, keepAll } from './keeper/testing/keep-here.ts'
import type { ErrorGroup, LogPage } from './log-line.ts'
import { createLogs } from './logs.ts'
import { logRoutes } from './routes.ts'

const slow = 60_000

/** The logs of a folder over their routes, with real threads and the lines of a journal. */
function start(folder: { path: string; at(name: string): string }, journal: string[] = []) {
  const events: LogEvent[] = []
  const audited: string[] = []
  const own: { source: string; line: string }[] = []
  const logs = createLogs({
    path: folder.at('logs.sqlite'),
    store: openStore('wheelhouse', ':memory:'),
    now: Date.now,
    publish: (event) => events.push(event),
    isHeard: (topic) => topic === 'logs:app',
    log: { error() {} },
    takeOwn: () => own.splice(0),
    openThread: () => openThread('indexing/logs-thread', { smol: true }),
    closed: [],
    sources: (units) => [
      fileSpec('app', [{ root: folder.path, pattern: 'app.log' }]),
      { id: 'wheelhouse', name: 'Wheelhouse', kind: 'own', places: [], keeping: keepAll },
      ...units.map((unit) => ({
        id: `journal.${unit}`,
        name: unit,
        kind: 'journal' as const,
        places: [],
        keeping: keepAll,
      })),
    ],
    journal: {
      units: async () => (journal.length > 0 ? [{ unit: 'gateway', isUser: true }] : []),
      run: async (argv) =>
        argv.some((word) => word.startsWith('--after-cursor'))
          ? { exitCode: 0, stdout: '', stderr: '' }
          : { exitCode: 0, stdout: journal.join('\n'), stderr: '' },
    },
  })
  const { gate, enforce } = createRoleGate()
  const app = new Elysia({ normalize: false })
    .use(
      problems(
        () => {},
        () => [],
      ),
    )
    .use(gate)
    .use(
      logRoutes({
        logs: { ask: (method) => method(logs) },
        actionGate: createActionGate({
          write(line) {
            audited.push(`${line.stage} ${line.action}`)
            return { ...line, id: audited.length, at: 0 }
          },
        }),
      }),
    )
  enforce(app)
  logs.start()
  async function ask<Answer = Record<string, unknown>>(path: string, role: Role = 'viewer', body?: unknown) {
    const request = new Request(`http://localhost${path}`, {
      ...(body !== undefined && {
        method: 'PUT',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    })
    markCaller(request, () => ({ ...callerAs(role), mayAct: true }))
    const response = await app.handle(request)
    return { status: response.status, body: (await response.json()) as Answer & { detail?: string } }
  }
  /** Asks until an answer is as it should be. */
  async function askUntil<Answer>(path: string, isSo: (answer: Answer) => boolean) {
    for (;;) {
      const { body } = await ask<Answer>(path)
      if (isSo(body)) return body
      await Bun.sleep(50)
    }
  }
  return {
    own,
    keepOwnSoon: logs.keepOwnSoon,
    events,
    audited,
    ask,
    askUntil,
    [Symbol.asyncDispose]: () => logs.stop(),
  }
}

test(
  'lines of files, of a journal and our own are found over the whole history, and heard live',
  async () => {
    using folder = temporary('logs')
    writeFileSync(folder.at('app.log'), '{"level":50,"msg":"the disk is full"}\n{"level":30,"msg":"fine"}\n')
    const line = JSON.stringify({ __CURSOR: 's=1', PRIORITY: '6', MESSAGE: 'the unit started' })
    await using started = start(folder, [line, ''])
    started.own.push({ source: 'wheelhouse', line: '2026-11-30T11:00:00.000Z info  we are here' })
    started.keepOwnSoon()
    const all = await started.askUntil<LogPage>('/api/logs', ({ items }) => items?.length === 4)
    expect(all.items.map(({ source, level, text }) => `${source} ${level} ${text.slice(-7)}`).sort()).toEqual([
      'app error is full',
      'app info fine',
      'journal.gateway info started',
      'wheelhouse info re here',
    ])
    expect(all).toMatchObject({ nextCursor: null, searchedBackTo: null, problem: null })
    const { body: one } = await started.ask<LogPage>('/api/logs?source=app&level=error,fatal&q=DISK&regex=f[ou]ll%24')
    expect(one.items.map(({ text }) => text)).toEqual(['the disk is full'])
    await started.askUntil('/api/logs/sources', () => started.events.length > 0)
    expect(started.events[0]).toMatchObject({ kind: 'log.written', source: 'app' })
    type Around = { items: LogPage['items'] }
    const middle = all.items[1]!
    const { body: around } = await started.ask<Around>(`/api/logs/around?line=${middle.at}.${middle.no}&count=1`)
    expect(around.items).toEqual(all.items.slice(0, 3).toReversed())
    const { body: counted } = await started.ask<{ counts: Record<string, number[]> }>('/api/logs/histogram?source=app')
    expect(counted.counts.error!.reduce((a, b) => a + b)).toBe(1)
  },
  slow,
)

test(
  'an expression that explodes is ended, and others go on meanwhile',
  async () => {
    using folder = temporary('logs')
    // The engine gives up on one line after a while by itself.
    writeFileSync(folder.at('app.log'), `${`${'a'.repeat(60)}!\n`.repeat(100)}meanwhile\n`)
    await using started = start(folder)
    await started.askUntil<LogPage>('/api/logs', ({ items }) => items?.length === 101)
    const exploding = started.ask<LogPage>('/api/logs?regex=%5E(a%2B)%2B%24')
    const { body: meanwhile } = await started.ask<LogPage>('/api/logs?q=meanwhile')
    expect(meanwhile.items).toHaveLength(1)
    const { status, body } = await exploding
    expect(status).toBe(200)
    expect(body.problem).toContain('ended')
    expect(body.searchedBackTo).toBeNumber()
  },
  slow,
)

test(
  'errors are told by what they have in common, and muted through the gate',
  async () => {
    using folder = temporary('logs')
    const lines = Array.from({ length: 30 }, (_, n) => JSON.stringify({ level: 50, msg: `job ${n} took ${n} ms` }))
    writeFileSync(folder.at('app.log'), `${lines.join('\n')}\n`)
    await using started = start(folder)
    type Answer = { items: ErrorGroup[] }
    const { items } = await started.askUntil<Answer>('/api/errors', ({ items }) => items?.[0]?.count === 30)
    expect(items).toMatchObject([{ signature: 'job <n> took <n> ms', muted: null, level: 'error' }])
    expect(items[0]!.hours.reduce((a, b) => a + b)).toBe(30)
    const path = `/api/errors/${items[0]!.id}/muted`
    expect((await started.ask(path, 'viewer', { isMuted: true })).status).toBe(403)
    expect((await started.ask(path, 'operator', { isMuted: true })).status).toBe(200)
    expect(started.audited).toEqual(['asked mute errors', 'done mute errors'])
    expect((await started.ask<Answer>('/api/errors')).body.items[0]!.muted).toMatchObject({ by: expect.any(String) })
    await started.ask(path, 'operator', { isMuted: false })
    expect((await started.ask<Answer>('/api/errors')).body.items[0]!.muted).toBeNull()
  },
  slow,
)

test(
  'a screen sees no line, and what is not understood is refused with what would be',
  async () => {
    using folder = temporary('logs')
    await using started = start(folder)
    for (const path of [
      '/api/logs',
      '/api/logs/sources',
      '/api/logs/histogram',
      '/api/errors',
      '/api/logs/news',
      '/api/logs/around?line=1.1',
    ])
      expect([path, (await started.ask(path, 'screen')).status]).toEqual([path, 403])
    for (const query of ['level=loud', 'limit=0', 'cursor=x', 'regex=(', 'since=x', 'regex=%5B'])
      expect([query, (await started.ask(`/api/logs?${query}`)).status]).toEqual([query, expect.any(Number)])
    expect((await started.ask('/api/logs?regex=(')).body.detail).toContain('regular expression')
    expect((await started.ask('/api/logs?cursor=x')).body.detail).toContain('cursor')
  },
  slow,
)
