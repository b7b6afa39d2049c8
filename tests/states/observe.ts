import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SessionState } from '../../src/sessions/state.ts'
import { type Running, start } from '../testing/program.ts'
import type { CommandLine, Place } from './command-lines.ts'
import { endAll, playAll } from './moments.ts'
import { startScriptedModel } from './scripted-model.ts'
import { compare, createTimeline, type Result, type Sample } from './timeline.ts'

const sampleMs = 100

type Listed = {
  id: string
  runtime: string
  state: SessionState
  reason: string | null
  witness: string
  kind: string | null
  startedAt: number | null
}

/**
 * Leads a real command line through every moment of a turn while the compiled program looks on, and compares the state
 * that it shows with the true one.
 */
export async function observe(line: CommandLine): Promise<Result[]> {
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
