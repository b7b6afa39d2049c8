/**
 * How often the state we show is the true one: the real command lines work against a scripted model, each through every
 * moment of a turn, while the compiled program looks on. Prints kinds right of kinds tried, the share of the time, and
 * how late the word is. `npm run test:truth [RUNTIME ...]`; it installs the command lines into the cache.
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SessionState } from '../../src/sessions/state.ts'
import { type Running, start } from '../testing/program.ts'
import { type CommandLine, commandLines, type Place } from './command-lines.ts'
import { endAll, playAll } from './moments.ts'
import { startScriptedModel } from './scripted-model.ts'
import { compare, createTimeline, type Result, type Sample, sumOf } from './timeline.ts'

const sampleMs = 100
const minKinds = 0.95
const minShare = 0.97
const maxP95Ms = 500

type Listed = {
  id: string
  runtime: string
  state: SessionState
  reason: string | null
  witness: string
  kind: string | null
  startedAt: number | null
}

async function observe(line: CommandLine): Promise<Result[]> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `states-${line.runtime}-`)))
  const place: Place = { home: join(folder, 'home'), project: join(folder, 'home', 'boat'), modelUrl: '' }
  mkdirSync(place.project, { recursive: true })
  Bun.spawnSync(['git', 'init', '-q', '-b', 'main'], { cwd: place.project })
  writeFileSync(
    join(place.home, 'wait.sh'),
    `: > began\nfor n in $(seq 1200); do [ -e gate ] && break; sleep 0.05; done\nrm -f gate\necho done\n`,
  )
  const model = startScriptedModel((wish) => line.callFor(wish, place))
  place.modelUrl = model.url
  line.prepare(place)

  const timeline = createTimeline(line.runtime)
  const samples: Sample[] = []
  const env = {
    HOME: place.home,
    CLAUDE_CONFIG_DIR: join(place.home, '.claude'),
    CODEX_HOME: join(place.home, '.codex'),
  }
  let server: Running | undefined = await start(folder, [], { env })
  await server.caughtUp()
  let before = new Set<string>()
  const list = async () => {
    const { items } = await server!.ask<{ items: Listed[] }>('/api/sessions?limit=50')
    return items.filter(({ runtime }) => runtime === line.runtime)
  }

  let looking = true
  const looker = (async () => {
    while (looking) {
      await Bun.sleep(sampleMs)
      if (!server) continue
      try {
        const items = (await list()).filter(({ id }) => !before.has(id))
        const at = Date.now()
        const newest = (isChild: boolean) =>
          items
            .filter(({ kind }) => (kind === 'subagent') === isChild)
            .toSorted((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0))[0]
        samples.push({ runtime: line.runtime, at, main: newest(false), child: newest(true) })
      } catch {
        // It is being started again.
      }
    }
  })()

  try {
    await playAll({
      line,
      place,
      model,
      timeline,
      async next() {
        before = new Set((await list()).map(({ id }) => id))
      },
      async whileBlind(act) {
        const blind = server!
        server = undefined
        await blind.stop()
        await act()
        const seeing = await start(folder, [], { env })
        await seeing.caughtUp()
        server = seeing
      },
    })
  } finally {
    looking = false
    await looker
    await server?.stop('SIGKILL')
    endAll(place)
    await model.stop()
    if (!process.env.KEEP) rmSync(folder, { recursive: true, force: true })
  }
  return compare(timeline.labels, samples)
}

const percent = (part: number) => `${(part * 100).toFixed(1)} %`

function print(results: Result[]) {
  for (const { runtime, moment, who, right, delayMs, said, rightMs, from, until } of results)
    console.log(
      `${right ? 'right' : 'WRONG'}  ${runtime.padEnd(12)} ${(who === 'child' ? `(child) ${moment}` : moment).padEnd(32)} ` +
        `${String(delayMs === null ? '-' : Math.round(delayMs)).padStart(5)} ms  ${percent(rightMs / Math.max(1, until - from)).padStart(7)}  ${said}`,
    )
}

const wanted = process.argv.slice(2)
const all: Result[] = []
for (const line of commandLines) {
  if (wanted.length > 0 && !wanted.includes(line.runtime)) continue
  const results = await observe(line)
  print(results)
  const { right, tried, share, p95Ms } = sumOf(results)
  console.log(`${line.runtime}: ${right} of ${tried} kinds, ${percent(share)} of the time, p95 ${p95Ms} ms\n`)
  all.push(...results)
}
const { right, tried, share, p95Ms } = sumOf(all)
console.log(`${right} of ${tried} kinds (${percent(right / tried)}), ${percent(share)} of the time, p95 ${p95Ms} ms`)
process.exit(right / tried >= minKinds && share >= minShare && (p95Ms ?? 0) <= maxP95Ms ? 0 : 1)
