import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crew } from '../src/demo/crew.ts'
import { createHome } from '../src/demo/home.ts'
import { makeJobs } from '../src/demo/jobs.ts'
import { between, chance, pick, type Random, roll, seeded, uuid } from '../src/demo/random.ts'
import { begin, playOut } from '../src/demo/session-script.ts'
import type { World } from '../src/demo/world.ts'

/** A written home of very many short sessions: where each store is, and how many sessions they hold. */
type SessionsHome = { openclaw: string; claude: string; sessions: number; calls: number }

/** Changes whenever the files do: an older home is written anew. */
const edition = 1
const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** Two of three sessions are in the last thirty days, which the recent figures are made of. */
const days = 45
const chunk = 2_000
const projects = 300

/**
 * Very many sessions as people who automate everything have them: four of five in an OpenClaw store (2026.9.6) of the
 * crew of the demo, one of five in a file of Claude Code. Of those in the store one of ten is a sub-agent and one of
 * twenty the run of a cron job. They end at `end` (ms, by default the last full hour); the same count and end give
 * the same home, kept in the temporary folder and used again.
 */
export function sessionsHome(count: number, end = Math.floor(Date.now() / hourMs) * hourMs): SessionsHome {
  const home = join(tmpdir(), `wheelhouse-bench-sessions-${edition}-${count}-${end}`)
  const known = join(home, 'known.json')
  if (existsSync(known)) return JSON.parse(readFileSync(known, 'utf8')) as SessionsHome
  rmSync(home, { recursive: true, force: true })
  const written: SessionsHome = {
    openclaw: join(home, 'openclaw'),
    claude: join(home, 'claude'),
    sessions: 0,
    calls: 0,
  }
  const random = seeded(7)
  const inFiles = Math.floor(count / 5)
  writeStore(written, random, count - inFiles, end)
  for (let n = 0; n < inFiles; n++) writeFile(written, random, n, end)
  writeFileSync(`${known}.new`, JSON.stringify(written))
  renameSync(`${known}.new`, known)
  return written
}

function writeStore(written: SessionsHome, random: Random, count: number, end: number) {
  mkdirSync(written.openclaw, { recursive: true })
  const world: World = {
    seed: 7,
    random,
    madeAt: end,
    offsetMs: 0,
    sessions: [],
    jobs: makeJobs(random, end, 0),
    runs: [],
    spawns: [],
    nextFailureAt: 0,
    nextAskAt: 0,
    nextTaskAt: 0,
  }
  const home = createHome(written.openclaw, world)
  const job = world.jobs.find(({ declarationKey }) => declarationKey === null)!
  for (let done = 0; done < count; done += world.sessions.length) {
    world.sessions = []
    while (world.sessions.length < Math.min(chunk, count - done)) {
      const n = done + world.sessions.length
      const member = crew[n % crew.length]!
      const { title, ask, answer, calls } = pick(random, member.tasks)
      const one = calls.filter(({ helper }) => !helper).slice(0, 1)
      const task = { title: `${title} ${n}`, ask, answer, calls: chance(random, 0.5) ? one : [] }
      const at = end - Math.floor(roll(random) * days * dayMs) - 600_000
      const parent = n % 10 === 9 ? world.sessions.at(-1) : undefined
      const how = parent
        ? { kind: 'subagent' as const, parentKey: parent.key }
        : n % 20 === 4
          ? { kind: 'cron' as const, job }
          : { kind: 'dashboard' as const }
      const failure = { status: 'failed', error: 'The model gave no answer.', code: null, httpStatus: null } as const
      const session = begin(world, { member, task, at, ...how, ...(n % 50 === 13 && { failure }) })
      // Without rows of runs, a run of a job keeps a key of its own.
      playOut(world, session, (random) => between(random, 2_000, 40_000))
      written.calls += session.events.filter(({ body }) => 'usage' in ((body.message as object) ?? {})).length
    }
    home.write({ sessions: world.sessions, jobs: [], runs: [], spawns: [] })
    written.sessions += world.sessions.length
  }
  home.close()
}

function writeFile(written: SessionsHome, random: Random, n: number, end: number) {
  const project = n % projects
  const cwd = `/home/user/work/project-${project}`
  const folder = join(written.claude, 'projects', cwd.replaceAll('/', '-'))
  mkdirSync(folder, { recursive: true })
  const sessionId = uuid(random)
  let at = end - Math.floor(roll(random) * days * dayMs) - 600_000
  let parentUuid: string | null = null
  const line = (body: object) => {
    at += between(random, 400, 20_000)
    const own = uuid(random)
    const text = JSON.stringify({
      parentUuid,
      isSidechain: false,
      userType: 'external',
      cwd,
      sessionId,
      version: '2.0.41',
      gitBranch: 'main',
      ...body,
      uuid: own,
      timestamp: new Date(at).toISOString(),
    })
    parentUuid = own
    return text
  }
  const lines: string[] = []
  for (let turn = 0; turn < between(random, 1, 3); turn++) {
    lines.push(
      line({ type: 'user', message: { role: 'user', content: `Look after part ${n} of the harbour, ${turn}` } }),
    )
    const usage = {
      input_tokens: between(random, 2, 12),
      cache_creation_input_tokens: between(random, 0, 6_000),
      cache_read_input_tokens: between(random, 9_000, 60_000),
      output_tokens: between(random, 20, 1_800),
    }
    lines.push(
      line({
        type: 'assistant',
        message: {
          model: 'claude-sonnet-4-5-20250929',
          id: `msg_${uuid(random)}`,
          type: 'message',
          role: 'assistant',
          content: [{ type: 'text', text: 'It is looked after.' }],
          stop_reason: 'end_turn',
          stop_sequence: null,
          usage,
        },
        requestId: `req_${uuid(random)}`,
      }),
    )
    written.calls++
  }
  writeFileSync(join(folder, `${sessionId}.jsonl`), `${lines.join('\n')}\n`)
  written.sessions++
}
