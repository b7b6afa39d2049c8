import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { between, chance, pick, pickWeighted, type Random, roll, seeded } from './random.ts'

/** The files that the demo's logs are read from, and what the past days and the coming minutes say in them. */

type Level = 'debug' | 'info' | 'warn' | 'error'
type Voice = {
  weight: number
  level: Level
  say: (random: Random) => string
  subsystem?: string
  /** For how many days it has been heard; always where this is not said. */
  sinceDays?: number
}

const day = 86_400_000
const pastDays = 30
const linesADay = 150
/** How many lines there are in each hour of a day, relative to the others. */
const rhythm = [2, 1, 1, 1, 1, 2, 3, 5, 8, 10, 10, 9, 7, 8, 10, 10, 9, 8, 6, 5, 5, 4, 3, 2]

const crew = ['main', 'scout', 'forge', 'quill', 'cutter', 'rigger', 'echo']
const clients = ['forge', 'echo', 'cutter', 'quill', 'scout']
const jobs = ['repo-sync', 'nightly-digest', 'backup-offsite', 'inbox-triage']
const hex = (random: Random, length: number) =>
  Array.from({ length }, () => Math.floor(roll(random) * 16).toString(16)).join('')
const seconds = (random: Random, least: number, most: number) =>
  (between(random, least * 10, most * 10) / 10).toFixed(1)

const gateway: Voice[] = [
  {
    weight: 16,
    level: 'info',
    subsystem: 'runs',
    say: (random) =>
      `run done agent=${pick(random, crew)} tokens=${between(random, 900, 92_000)} took=${seconds(random, 4, 90)}s`,
  },
  {
    weight: 9,
    level: 'info',
    subsystem: 'sessions',
    say: (random) => `session agent:${pick(random, crew)}:main resumed window=${between(random, 1, 9)}`,
  },
  {
    weight: 9,
    level: 'info',
    subsystem: 'ws',
    say: (random) => `ws connected client=${pick(random, clients)} token=${hex(random, 4)}`,
  },
  {
    weight: 7,
    level: 'info',
    subsystem: 'cron',
    say: (random) => `cron ${pick(random, jobs)} ok duration=${seconds(random, 2, 40)}s`,
  },
  {
    weight: 12,
    level: 'debug',
    subsystem: 'tools',
    say: (random) => `tool exec start id=toolu_${hex(random, 6)} cmd="bun test --bail"`,
  },
  {
    weight: 6,
    level: 'debug',
    subsystem: 'memory',
    say: (random) => `memory index refreshed files=${between(random, 4, 60)} took=${between(random, 8, 90)}ms`,
  },
  {
    weight: 2.4,
    level: 'warn',
    subsystem: 'ws',
    say: (random) =>
      `ws closed code=1006 client=${pick(random, clients)} retry=${between(random, 1, 5)} backoff=${between(random, 1, 8)}s`,
  },
  {
    weight: 0.9,
    level: 'warn',
    subsystem: 'health',
    say: (random) => `event loop blocked for ${between(random, 400, 2_300)} ms`,
  },
  {
    weight: 0.5,
    level: 'warn',
    subsystem: 'sessions',
    say: (random) => `session agent:${pick(random, crew)}:main context ${between(random, 81, 89)}%, compaction at 90%`,
  },
  {
    weight: 0.35,
    level: 'error',
    subsystem: 'models',
    say: (random) => `provider anthropic answered 529 overloaded, request ${hex(random, 6)}7${hex(random, 6)}`,
  },
  {
    weight: 0.2,
    level: 'error',
    subsystem: 'tools',
    say: (random) => `tool exec failed exit=1 after ${between(random, 2, 60)} s: bun test --bail`,
  },
]

const recent: Voice = {
  weight: 0.8,
  level: 'error',
  subsystem: 'models',
  sinceDays: 4,
  say: () => 'usage limit reached: weekly quota exhausted, resets Mon 09:00',
}

const containers: Voice[] = [
  {
    weight: 10,
    level: 'info',
    say: (random) => `qdrant: snapshot started, ${seconds(random, 1, 2)} GB`,
  },
  { weight: 12, level: 'info', say: (random) => `traefik: GET /api/live 101 ${between(random, 1, 40)}ms` },
  {
    weight: 6,
    level: 'info',
    say: (random) => `postgres: checkpoint complete, wrote ${between(random, 40, 900)} buffers`,
  },
  {
    weight: 1.4,
    level: 'warn',
    say: (random) => `traefik acme: dns-01 challenge slow, ${seconds(random, 2, 9)} s`,
  },
  { weight: 0.5, level: 'error', say: () => 'qdrant: connect ECONNREFUSED 127.0.0.1:6333' },
]

const mail: Voice[] = [
  { weight: 10, level: 'info', say: (random) => `inbox checked, ${between(random, 0, 6)} new` },
  { weight: 4, level: 'debug', say: (random) => `digest of ${between(random, 3, 30)} letters written` },
  {
    weight: 1.1,
    level: 'error',
    say: (random) =>
      `ImapError: login timed out after ${between(random, 20, 40)} s\n    at connect (imap.ts:88:11)\n    at digest (nightly-digest.ts:31:9)`,
  },
]

type Speaker = {
  file: string
  voices: Voice[]
  share: number
  write: (at: number, said: Voice, text: string) => string
}

const asGateway = (at: number, { level, subsystem }: Voice, text: string) =>
  JSON.stringify({
    0: JSON.stringify({ subsystem: subsystem ?? 'gateway' }),
    1: text,
    time: new Date(at).toISOString(),
    message: text,
    _meta: { logLevelName: level.toUpperCase() },
  })

const asText = (at: number, { level }: Voice, text: string) =>
  `${new Date(at).toISOString()} ${level.toUpperCase().padEnd(5)} ${text}`

/**
 * Writes what thirty days have said, the gateway into its own log and others into files in `folder`. `logs` is the section
 * of `config.toml` that names those; `say` adds a line of now.
 */
export function startDemoLogs({
  seed,
  now,
  folder,
  gatewayLog,
}: {
  seed: number
  now: number
  folder: string
  gatewayLog: string
}) {
  const random = seeded(seed + 41)
  mkdirSync(folder, { recursive: true })
  const files = [
    { name: 'Containers', path: join(folder, 'containers.log') },
    { name: 'Mail', path: join(folder, 'mail.log') },
  ] as const
  const speakers: Speaker[] = [
    { file: gatewayLog, voices: [...gateway, recent], share: 0.68, write: asGateway },
    { file: files[0].path, voices: containers, share: 0.22, write: asText },
    { file: files[1].path, voices: mail, share: 0.1, write: asText },
  ]
  for (const { file, voices, share, write } of speakers) {
    const lines: string[] = []
    for (const at of momentsOf(random, now, Math.round(linesADay * share))) {
      const said = voiceAt(random, voices, (now - at) / day)
      lines.push(write(at, said, said.say(random)))
    }
    appendFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 })
  }

  return {
    logs: files.map(({ name, path }) => ({ name, path })),
    /** Somebody says something. */
    say(at: number) {
      const { file, voices, write } = pickWeighted(random, speakers, ({ share }) => share)
      const said = voiceAt(random, voices, 0)
      appendFileSync(file, `${write(at, said, said.say(random))}\n`)
    },
  }
}

/** The same section as text. */
export const logsText = (logs: readonly { name: string; path: string }[]) =>
  logs
    .map((log) =>
      ['', '[[logs]]', ...Object.entries(log).map(([key, value]) => `${key} = ${JSON.stringify(value)}`), ''].join(
        '\n',
      ),
    )
    .join('')

/** Times of lines over the past days, the oldest first: most by day. */
function momentsOf(random: Random, now: number, aDay: number): number[] {
  const most = Math.max(...rhythm)
  const moments: number[] = []
  while (moments.length < aDay * pastDays) {
    const at = now - 20_000 - Math.floor(roll(random) * pastDays * day)
    if (chance(random, rhythm[new Date(at).getUTCHours()]! / most)) moments.push(at)
  }
  return moments.sort((a, b) => a - b)
}

/** Of late connections have been lost more often, and three weeks ago a container was down for a day. */
function voiceAt(random: Random, voices: readonly Voice[], daysAgo: number): Voice {
  const isBadDay = daysAgo > 19 && daysAgo < 20
  const late = daysAgo < 4 ? 2.2 : 1
  return pickWeighted(random, voices, ({ weight, level, sinceDays = pastDays }) => {
    if (daysAgo > sinceDays) return 0
    if (level === 'warn') return weight * late
    return level === 'error' && isBadDay ? weight * 12 : weight
  })
}
