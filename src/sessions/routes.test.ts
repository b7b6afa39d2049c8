import { expect, test } from 'bun:test'
import { readFileSync, rmSync } from 'node:fs'
import { Elysia } from 'elysia'
import type { Annotations } from '../annotations/annotation.ts'
import { markCaller } from '../auth/caller.ts'
import type { Role } from '../auth/role.ts'
import { callerAs } from '../auth/testing/caller-as.ts'
import type { Fact } from '../facts/fact.ts'
import type { TranscriptPage } from '../facts/transcript.ts'
import { problems } from '../http/errors.ts'
import { createRoleGate } from '../http/roles.ts'
import { agent, filled, session } from '../indexing/testing/filled.ts'
import { openIndexing } from '../indexing/testing/open-indexing.ts'
import { localReader } from '../lib/json.ts'
import { Refusal } from '../lib/refusal.ts'
import { temporary } from '../lib/testing/temporary.ts'
import { answerEntry, appendLine, copiedHome, transcripts } from '../sources/openclaw/testing/home.ts'
import { openStoreForReading, type Store } from '../store/store.ts'
import type { SessionFacets, SessionPage } from './listing.ts'
import { createLiveState } from './live-state.ts'
import type { ReadTranscript } from './read-transcript-ends.ts'
import { sessionReads } from './reads.ts'
import { sessionRoutes } from './routes.ts'
import { sessionsIn } from './testing/sessions-in.ts'

const now = Date.UTC(2026, 10, 21, 12)

const noTranscripts: ReadTranscript = async () => ({ kind: 'missing', reason: 'None.' })

/** The routes over an index, asked by somebody. */
function routesOver(
  index: Store,
  readTranscript = noTranscripts,
  liveState = createLiveState(),
  annotations: Annotations = new Map(),
) {
  const { gate, enforce } = createRoleGate()
  const sessions = sessionsIn(index, { host: 'here', timezone: 'UTC', now: () => now, liveState, annotations })
  const bugs: unknown[] = []
  const lookedFor: object[] = []
  const app = new Elysia()
    .use(problems((error) => bugs.push(error)))
    .use(gate)
    .use(
      sessionRoutes(localReader(sessionReads(sessions)), readTranscript, async (of) => {
        lookedFor.push(of)
        return { since: of.since ?? 0, sessions: 3, done: 1 }
      }),
    )
  enforce(app)
  async function ask<Answer = Record<string, unknown>>(path: string, role: Role | 'nobody' = 'viewer') {
    const request = new Request(`http://localhost/api/sessions${path}`)
    if (role !== 'nobody') markCaller(request, () => callerAs(role))
    const response = await app.handle(request)
    return { status: response.status, body: (await response.json()) as Answer }
  }
  return { ask, bugs, lookedFor }
}

const crew = [
  agent('main', { name: 'Clawdia' }),
  session('main.a', { key: 'agent:main:main', title: 'Zeta', lastAt: now - 1, status: 'failed', sessionKind: 'main' }),
  session('main.b', { title: 'Alpha', lastAt: now - 2, sessionKind: 'cron' }),
  session('ops.c', { parentKey: 'agent:main:main', parentAgentId: 'openclaw:main', lastAt: now - 3 }),
]
const idsIn = ({ items }: SessionPage) => items.map(({ id }) => id.slice(9)).join(' ')

test('lists of words are taken apart, an empty one asks for nothing, a wrong one is refused with what there is', async () => {
  const { ask } = routesOver(filled(crew).index)
  const found = async (query: string) => idsIn((await ask<SessionPage>(`?${query}`)).body)
  expect(await found('kind=main,cron')).toBe('main.a main.b')
  expect(await found('kind=main%2Ccron')).toBe('main.a main.b')
  expect(await found('kind=main&kind=cron')).toBe('main.a main.b')
  expect(await found('q=ze,ta')).toBe('')
  expect(await found('agent=openclaw:ops,openclaw:none')).toBe('ops.c')
  expect(await found('state=&kind=,')).toBe('main.a main.b ops.c')
  expect(await found('group=needs')).toBe('main.a')
  expect(await found(`since=${now - 2}`)).toBe('main.a main.b')
  expect(await found('tree=1')).toBe('main.a main.b')
  expect(await found('parent=openclaw.main.a')).toBe('ops.c')
  expect(await found('sort=title')).toBe('main.b main.a ops.c')
  for (const [query, words] of [
    ['state=failed,god', 'running, thinking'],
    ['runtime=x', 'openclaw'],
    ['group=x', 'needs'],
    ['sort=x', ''],
    ['limit=201', ''],
    ['minCostUsd=-1', ''],
    ['cursor=x', 'nextCursor'],
  ] as const) {
    const { status, body } = await ask(`?${query}`)
    expect([query, status]).toEqual([query, 400])
    expect(JSON.stringify(body)).toContain(words)
  }
})

test('a screen sees states and numbers, and finds no words by searching or sorting', async () => {
  const { ask } = routesOver(filled(crew).index)
  const { body } = await ask<SessionPage>('?q=zeta', 'screen')
  expect(body.items).toHaveLength(3)
  expect(body.items[0]).toMatchObject({ title: null, key: null, state: 'failed', childCount: 1 })
  expect(idsIn((await ask<SessionPage>('?sort=title', 'screen')).body)).toBe('main.a main.b ops.c')
  expect((await ask<SessionFacets>('/facets?q=zeta', 'screen')).body.total).toBe(3)
  expect((await ask<SessionFacets>('/facets?q=zeta')).body.total).toBe(1)
  expect((await ask('/openclaw.main.a', 'screen')).status).toBe(403)
  expect((await ask('/openclaw.main.a/transcript', 'screen')).status).toBe(403)
  for (const path of ['', '/facets', '/openclaw.main.a/transcript'])
    expect((await ask(path, 'nobody')).status).toBe(401)
})

test('a screen learns nothing of what people noted, nor of branches and folders, but what is archived stays away', async () => {
  const noted = { tags: ['secret'], isPinned: false, isArchived: false, note: 'secret' }
  const annotations = new Map([
    ['openclaw.main.a', { ...noted, isArchived: true }],
    ['openclaw.ops.c', { ...noted, isPinned: true }],
  ])
  const { index } = filled([...crew, session('main.d', { branch: 'secret', projectPath: '/secret', lastAt: now - 4 })])
  const { ask } = routesOver(index, noTranscripts, createLiveState(), annotations)
  expect(idsIn((await ask<SessionPage>('')).body)).toBe('ops.c main.b main.d')
  expect((await ask('/openclaw.ops.c')).body.annotation).toEqual(annotations.get('openclaw.ops.c'))
  const everything = idsIn((await ask<SessionPage>('', 'screen')).body)
  expect(everything).toBe('main.b ops.c main.d')
  for (const query of ['tag=secret', 'tag=-secret', 'is=pinned', 'is=archived', 'branch=-secret', 'project=/secret'])
    for (const path of [`?${query}`, `/facets?${query}`]) {
      const { body } = await ask<SessionPage & SessionFacets>(path, 'screen')
      expect(body.items ? idsIn(body) : body.total).toBe(body.items ? everything : 3)
      expect(JSON.stringify(body)).not.toContain('secret')
    }
})

test('who asks for a tool finds the sessions that are known to have used it, and has the others looked through', async () => {
  const { index } = filled([
    ...crew,
    { kind: 'tool-use', sessionId: 'openclaw.main.a', tool: 'Bash' } as Fact,
    { kind: 'tool-use', sessionId: 'openclaw.main.b', tool: 'mcp__tides' } as Fact,
  ])
  const { ask, lookedFor } = routesOver(index)
  const found = async (query: string, role: Role = 'viewer') => {
    const list = idsIn((await ask<SessionPage>(`?${query}`, role)).body)
    const { total } = (await ask<SessionFacets>(`/facets?${query}`, role)).body
    expect([query, total]).toEqual([query, list === '' ? 0 : list.split(' ').length])
    return list
  }
  expect(await found('tool=bash')).toBe('main.a')
  expect(await found('tool=mcp__*')).toBe('main.b')
  expect(await found('tool=-bash')).toBe('main.b ops.c')
  expect(await found('tool=bash&kind=cron')).toBe('')
  expect(lookedFor).toHaveLength(4)
  expect((await ask('/tools?since=7')).body).toEqual({ since: 7, sessions: 3, done: 1 })
  expect((await ask('/tools', 'screen')).status).toBe(403)
  lookedFor.length = 4
  expect(await found('kind=cron')).toBe('main.b')
  expect(await found('tool=bash', 'screen')).toBe('main.a main.b ops.c')
  expect(lookedFor).toHaveLength(4)
  expect((await ask<SessionFacets>('/facets')).body.tools).toEqual(['bash', 'mcp__tides'])
  expect((await ask<SessionFacets>('/facets', 'screen')).body.tools).toEqual([])
})

test('facets are of the same filter as the list', async () => {
  const { ask } = routesOver(filled(crew).index)
  const { body } = await ask<SessionFacets>('/facets?kind=main')
  expect(body).toMatchObject({
    total: 1,
    costUsd: null,
    agents: [
      { id: 'openclaw:main', name: 'Clawdia', count: 1 },
      { id: 'openclaw:ops', name: 'ops', count: 0 },
    ],
    groups: { needs: 1, working: 0, today: 0, earlier: 0 },
  })
})

test('of a session without a transcript it is said why, and one can ask on', async () => {
  const { ask } = routesOver(filled(crew).index)
  const { body } = await ask<TranscriptPage>('/openclaw.main.a/transcript')
  expect(body).toEqual({
    items: [],
    nextCursor: expect.any(String),
    previousCursor: null,
    complete: true,
    missing: 'None.',
    start: 0,
    end: 0,
    size: 0,
  })
  expect((await ask(`/openclaw.main.a/transcript?cursor=${body.nextCursor}`)).body).toEqual(body)
})

test('what a transcript cannot be asked for is said in a sentence', async () => {
  const { ask, bugs } = routesOver(filled(crew).index, async (_id, { cursor, before }) => {
    if (before !== undefined) throw new Refusal('unavailable', 'The answer took too long.')
    return cursor === undefined ? { kind: 'failed', reason: 'The disk is gone.' } : { kind: 'bad-cursor' }
  })
  const detail = async (path: string) => {
    const { status, body } = await ask(path)
    return `${status} ${body.detail}`
  }
  expect(await detail('/openclaw.main.z/transcript')).toStartWith('404 There is no session')
  expect(await detail('/openclaw.main.a/transcript?cursor=x')).toStartWith('400 cursor and before must be')
  expect(await detail('/openclaw.main.a/transcript?cursor=x&before=y')).toStartWith('400 Ask with cursor')
  expect(await detail('/openclaw.main.a/transcript')).toBe('503 The transcript cannot be read now. The disk is gone.')
  expect(await detail('/openclaw.main.a/transcript?before=x')).toBe('503 The answer took too long.')
  expect((await ask('/openclaw.main.a/transcript?limit=401')).status).toBe(400)
  expect(bugs).toEqual([])
})

test('a transcript is read through the thread that knows the sources, page by page and as it grows', async () => {
  using home = copiedHome('2026.3.24')
  using folder = temporary('transcript')
  const indexing = await openIndexing({
    indexPath: folder.at('index.sqlite'),
    openclaw: { homes: [home.path], configPath: null },
    watch: false,
    read: true,
  })
  try {
    await indexing.caughtUp
    const { ask } = routesOver(openStoreForReading(folder.at('index.sqlite')), indexing.transcripts.page)
    const file = transcripts(home.path, 'main')
      .map((path) => ({ path, length: readFileSync(path).length }))
      .sort((a, b) => b.length - a.length)[0]!.path
    const at = `/openclaw.main.${file.match(/([^/]+)\.jsonl$/)![1]}/transcript`
    const read = async (query: string) => (await ask<TranscriptPage>(`${at}?${query}`)).body
    const whole = await read('limit=400')
    expect(whole.items.length).toBeGreaterThan(6)
    const pages: TranscriptPage[] = []
    for (let page = await read('limit=3'); ; page = await read(`limit=3&before=${page.previousCursor}`)) {
      pages.unshift(page)
      if (page.previousCursor === null) break
    }
    const said = (items: TranscriptPage['items']) => items.filter(({ kind }) => kind !== 'tool')
    expect(said(pages.flatMap(({ items }) => items))).toEqual(said(whole.items))

    appendLine(file, answerEntry(now))
    expect(await read(`cursor=${whole.nextCursor}`)).toMatchObject({ items: [{ text: 'One more.' }], complete: true })
    expect((await ask(`${at}?cursor=${whole.nextCursor.slice(3)}`)).status).toBe(400)

    rmSync(file)
    expect(await read('')).toMatchObject({ items: [], missing: expect.stringContaining('what it cost is kept') })
  } finally {
    await indexing.stop()
  }
  expect(indexing.transcripts.page('openclaw.main.x', { limit: 1 })).rejects.toThrow('Wheelhouse is stopping.')
}, 20_000)

test('one session says what is being written in it, to a viewer and not to a screen; a list never does', async () => {
  const liveState = createLiveState()
  const { ask } = routesOver(filled(crew).index, noTranscripts, liveState)
  const of = async (role: Role) => ask('/openclaw.main.a', role)
  expect((await of('viewer')).body.streamed).toBeNull()
  const whose = { home: '/h', agentId: 'openclaw:main', key: 'agent:main:main', sessionId: null, runId: 'r', at: now }
  liveState.apply({ kind: 'said', messages: [{ ...whose, kind: 'run.streams', text: 'So far' }], at: now })
  expect((await of('viewer')).body.streamed).toBe('So far')
  expect(await of('screen')).toMatchObject({ status: 403 })
  expect(JSON.stringify((await ask('?limit=50', 'admin')).body)).not.toContain('So far')
})
