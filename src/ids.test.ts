import { expect, test } from 'bun:test'
import {
  agentIdOfSession,
  hostOf,
  isHostName,
  makeAgentId,
  makeCronJobId,
  makeCronRunId,
  makeSessionId,
  nameInId,
  parseAgentId,
  parseCronJobId,
  parseCronRunId,
  parseSessionId,
  scopeId,
  withoutHost,
} from './ids.ts'

const uuid = '0b8f3f6e-5c1d-4a52-9a55-0f6b6f6b1c11'

test('ids of this machine are written as they always were', () => {
  expect(makeAgentId({ runtime: 'openclaw', slug: 'main' })).toBe('openclaw:main')
  expect(makeSessionId({ runtime: 'claude-code', agent: 'boat-1a2b3c', uuid })).toBe(`claude-code.boat-1a2b3c.${uuid}`)
  const jobId = makeCronJobId({ runtime: 'openclaw', job: 'nightly' })
  expect([jobId, makeCronRunId({ jobId, at: 1_763_600_000_000 })]).toEqual([
    'openclaw:nightly',
    'openclaw:nightly@1763600000000',
  ])
})

for (const [id, host, local] of [
  ['openclaw:main', '', 'openclaw:main'],
  [`openclaw.main.${uuid}`, '', `openclaw.main.${uuid}`],
  ['openclaw:nightly@17', '', 'openclaw:nightly@17'],
  ['harbour~openclaw:main', 'harbour', 'openclaw:main'],
  ['mac-mini.local~openclaw:nightly@17', 'mac-mini.local', 'openclaw:nightly@17'],
  // A host may be called like a runtime, or like the beginning of an id.
  ['openclaw.lan~openclaw.main.x', 'openclaw.lan', 'openclaw.main.x'],
  // A host that says something of others still speaks for itself alone.
  ['harbour~pier~openclaw:main', 'harbour', 'pier~openclaw:main'],
  // No host is called so: the tilde belongs to a foreign name.
  ['codex:a~b', '', 'codex:a~b'],
  ['~openclaw:main', '', '~openclaw:main'],
  ['../etc~openclaw:main', '', '../etc~openclaw:main'],
  ['', '', ''],
] as const)
  test(`“${id}” belongs to ${host === '' ? 'this machine' : host}`, () =>
    expect([hostOf(id), withoutHost(id)]).toEqual([host, local]))

for (const [id, agent] of [
  [`openclaw.main.${uuid}`, 'openclaw:main'],
  ['claude-code.boat-1a2b3c.x', 'claude-code:boat-1a2b3c'],
  [`harbour~openclaw.main.${uuid}`, 'harbour~openclaw:main'],
  ['openclaw:main', undefined],
  ['openclaw.main', undefined],
  ['', undefined],
] as const)
  test(`the session “${id}” is of ${agent ?? 'nobody'}`, () => expect(agentIdOfSession(id)).toBe(agent))

for (const [id, name] of [
  ['openclaw:main', 'main'],
  ['harbour~openclaw:main', 'main'],
  ['nobody', 'nobody'],
  ['', ''],
] as const)
  test(`an agent that is only known as “${id}” is called “${name}”`, () => expect(nameInId(id)).toBe(name))

test('what is no id is not taken for one', () => {
  const none = [
    '',
    ' ',
    'openclaw',
    'openclaw:',
    ':main',
    'openclaw.main',
    'openclaw..x',
    'openclaw.main.',
    'openclaw.main.a.b',
    'openclaw.main.../../etc/passwd',
    'openclaw.main.a/b',
    'openclaw.main.a\n',
    'Openclaw.main.x y',
    'openclaw:main:more',
    'openclaw:ma in',
    'open claw:main',
    'openclaw:main@',
    'openclaw:main@soon',
    'openclaw:main@1e3',
    'openclaw:main@ 1',
    'openclaw:main@Infinity',
    'openclaw:main@NaN',
    '@1',
    'harbour~',
    'harbour~pier~openclaw:main',
    'harbour~pier~openclaw.main.x',
    'har bour~openclaw:main',
    '~openclaw:main',
    '\u{1f6a2}:main',
    'openclaw:m\u00e4in',
  ]
  for (const id of none) {
    expect([id, parseAgentId(id), parseSessionId(id), parseCronJobId(id), parseCronRunId(id)]).toEqual([
      id,
      undefined,
      undefined,
      undefined,
      undefined,
    ])
    expect(agentIdOfSession(id)).toBeUndefined()
  }
})

test('a part that would not be safe in a path makes no id, and a name that is none makes no host', () => {
  for (const slug of ['', '.', '..', 'a/b', 'a.b', 'a:b', 'a@1', 'a~b', 'a b', 'a\0', '\u00e4', 'a\n']) {
    expect(() => makeAgentId({ runtime: 'openclaw', slug })).toThrow('cannot be a part')
    expect(() => makeCronJobId({ runtime: 'openclaw', job: slug })).toThrow('cannot be a part')
    expect(() => makeSessionId({ runtime: 'openclaw', agent: 'main', uuid: slug })).toThrow('cannot be a part')
    expect(() => makeSessionId({ runtime: 'openclaw', agent: slug, uuid })).toThrow('cannot be a part')
  }
  expect(() => makeAgentId({ runtime: 'Open.claw', slug: 'main' })).toThrow('cannot be the runtime')
  for (const host of [' ', '.', '..', '-a', 'a/b', 'a:b', 'a@b', 'a~b', 'a b', '\u00e4', 'a\n', 'a'.repeat(64)]) {
    expect([host, isHostName(host)]).toEqual([host, false])
    expect(() => scopeId(host, 'openclaw:main')).toThrow('cannot be the host')
  }
})

test('whatever is made is taken apart into what it was made of, and into nothing else', () => {
  const random = randomFrom(7)
  const pick = <One>(from: readonly One[]) => from[random(from.length)]!
  const letters = [...'abcXYZ019_-']
  const word = () => Array.from({ length: 1 + random(12) }, () => pick(letters)).join('')
  const host = () => pick(['', 'harbour', 'openclaw', 'openclaw.main.x', 'a', 'MacBook-Pro.local', '10.0.0.7'])
  const runtime = () => pick(['openclaw', 'claude-code', 'codex', 'gemini', 'opencode', 'custom'])
  const at = () => pick([0, 1, -1, 1.5, 1e21, -0.25, 1_763_600_000_000, Number.MAX_SAFE_INTEGER, random(2 ** 31)])
  const seen = new Map<string, string>()
  const isNew = (id: string, what: object) => {
    const said = JSON.stringify(what)
    expect(seen.get(id) ?? said).toBe(said)
    seen.set(id, said)
    expect(encodeURIComponent(id)).toBe(id.replaceAll(':', '%3A').replaceAll('@', '%40').replaceAll('+', '%2B'))
  }
  for (let round = 0; round < 2_000; round++) {
    const agent = { host: host(), runtime: runtime(), slug: word() }
    expect(parseAgentId(makeAgentId(agent))).toEqual(agent)
    expect(parseSessionId(makeAgentId(agent))).toBeUndefined()
    const session = { host: host(), runtime: runtime(), agent: word(), uuid: word() }
    const sessionId = makeSessionId(session)
    expect(parseSessionId(sessionId)).toEqual(session)
    expect([parseAgentId(sessionId), parseCronRunId(sessionId)]).toEqual([undefined, undefined])
    expect(parseAgentId(agentIdOfSession(sessionId)!)).toEqual({
      host: session.host,
      runtime: session.runtime,
      slug: session.agent,
    })
    isNew(sessionId, session)
    const job = { host: host(), runtime: runtime(), job: word() }
    const jobId = makeCronJobId(job)
    expect(parseCronJobId(jobId)).toEqual(job)
    isNew(jobId, job)
    const run = { host: job.host, jobId, at: at() }
    expect(parseCronRunId(makeCronRunId(run))).toEqual(run)
    isNew(makeCronRunId(run), run)
    for (const id of [sessionId, jobId, makeCronRunId(run)])
      expect([hostOf(id), scopeId(hostOf(id), withoutHost(id))]).toEqual([hostOf(id), id])
  }
})

function randomFrom(seed: number) {
  let state = seed | 0
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return (state >>> 0) % below
  }
}
