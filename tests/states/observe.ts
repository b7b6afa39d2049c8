import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Testimony } from '../../src/facts/testimony.ts'
import type { SessionState } from '../../src/sessions/state.ts'
import { startGateway } from '../real/openclaw.ts'
import { type Running, signIn, start } from '../testing/program.ts'
import type { CommandLine, Place } from './command-lines.ts'
import { endAll, playAll } from './moments.ts'
import { openClawCall, playOpenClaw } from './openclaw-moments.ts'
import { filesOf, keepRecording, type Moment } from './record.ts'
import { startScriptedModel } from './scripted-model.ts'
import { compare, createTimeline, type OpenLabel, type Result, type Sample, type Show } from './timeline.ts'

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

/** Has the moments of a runtime played while the compiled program looks on, and compares the states that it shows. */
async function watchStates(
  runtime: string,
  prepare: (folder: string) => Promise<{
    env: Record<string, string>
    play(show: Show): Promise<void>
    end(): Promise<void>
    /** Looks at a moment that lasts. */
    record?(label: OpenLabel, shown: Listed | undefined, server: Running): Promise<void>
  }>,
): Promise<Result[]> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `states-${runtime}-`)))
  const { env, play, end, record } = await prepare(folder)
  const timeline = createTimeline(runtime)
  const samples: Sample[] = []
  let server: Running | undefined = await start(folder, [], { env })
  await server.caughtUp()
  await installHooks(server)
  let before = new Set<string>()
  const list = async () => {
    const { items } = await server!.ask<{ items: Listed[] }>('/api/sessions?limit=50')
    return items.filter((session) => session.runtime === runtime)
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
        const sample = { runtime, at, main: newest(false), child: newest(true) }
        samples.push(sample)
        for (const label of timeline.current()) await record?.(label, sample[label.who], server)
      } catch {
        // It is being started again.
      }
    }
  })()

  try {
    await play({
      folder,
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
    await end()
    rmSync(folder, { recursive: true, force: true })
  }
  return compare(timeline.labels, samples)
}

/** Installs our hooks wherever a runtime has them, as a person does on the page. */
async function installHooks(server: Running) {
  const headers = { ...(await signIn(server, server)), origin: server.url, 'content-type': 'application/json' }
  return installHooksAs(server, headers)
}

export async function installHooksAs(server: Running, headers: Record<string, string>) {
  const { items } = await server.ask<{ items: { id: string; file: string }[] }>('/api/hooks')
  for (const { id, file } of items) {
    const install = (body: object) =>
      fetch(`${server.url}/api/hooks/${id}/install`, { method: 'POST', headers, body: JSON.stringify(body) })
    const { confirm } = (await (await install({})).json()) as { confirm: { phrase: string } }
    const answer = await install({ confirm: confirm.phrase })
    if (!answer.ok) throw new Error(`hooks cannot be installed in ${file}: ${await answer.text()}`)
  }
}

/** Each moment is recorded so long after its beginning: what follows from it has been written by then. */
const recordAfterMs = 1_200

/** Records each moment of a command line once, in its middle. */
function createRecorder(runtime: CommandLine['runtime'], home: string) {
  const moments: Moment[] = []
  const seen = new Set<number>()
  return {
    moments,
    async record(label: OpenLabel, shown: Listed | undefined, server: Running) {
      if (!shown || seen.has(label.from) || Date.now() - label.from < recordAfterMs) return
      seen.add(label.from)
      const { moment, expected } = label
      const { key, testimonies } = await server.ask<{ key: string; testimonies: Testimony[] }>(
        `/api/sessions/${shown.id}`,
      )
      moments.push({ moment, expected, at: Date.now(), key, testimonies, files: filesOf(runtime, home) })
    },
  }
}

/** How the states of a command line are shown, in every moment of a turn. */
export const observe = (line: CommandLine, isRecording: boolean) =>
  watchStates(line.runtime, async (folder) => {
    const place: Place = { home: join(folder, 'home'), project: join(folder, 'home', 'boat'), modelUrl: '' }
    mkdirSync(place.project, { recursive: true })
    Bun.spawnSync(['git', 'init', '-q', '-b', 'main'], { cwd: place.project })
    writeTool(place.home)
    const model = startScriptedModel((wish) => line.callFor(wish, place))
    place.modelUrl = model.url
    line.prepare(place)
    const recorder = createRecorder(line.runtime, place.home)
    return {
      record: recorder.record,
      env: {
        HOME: place.home,
        CLAUDE_CONFIG_DIR: join(place.home, '.claude'),
        CODEX_HOME: join(place.home, '.codex'),
      },
      play: (show) => playAll({ ...show, line, place, model }),
      async end() {
        endAll(place)
        await model.stop()
        if (isRecording) keepRecording(line.runtime, recorder.moments)
      },
    }
  })

/** How the states of OpenClaw are shown: of a real gateway, asked through its socket. */
export const observeOpenClaw = () =>
  watchStates('openclaw', async (folder) => {
    mkdirSync(join(folder, 'home'))
    writeTool(join(folder, 'home'))
    const model = startScriptedModel((wish) => openClawCall(wish, folder))
    const gateway = await startGateway({ folder, version: '2026.9.6', modelUrl: `${model.url}/v1` })
    return {
      env: { HOME: join(folder, 'home'), OPENCLAW_STATE_DIR: gateway.state },
      play: (show) => playOpenClaw({ ...show, gateway, model }),
      async end() {
        model.letGo()
        await gateway.stop()
        await model.stop()
      },
    }
  })

/** The program that tools run: it says in its folder that it has begun, and ends when it is let go. */
function writeTool(folder: string) {
  writeFileSync(
    join(folder, 'wait.sh'),
    ': > began\nfor n in $(seq 1200); do [ -e gate ] && break; sleep 0.05; done\nrm -f gate\necho done\n',
  )
}
