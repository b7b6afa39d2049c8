import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { startGateway } from '../real/openclaw.ts'
import { until } from '../testing/program.ts'
import type { Call, Mark, ScriptedModel, Wish } from './scripted-model.ts'
import type { Show } from './timeline.ts'

const holdMs = 2_000
const hold = () => Bun.sleep(holdMs)

type Stage = Show & { gateway: Awaited<ReturnType<typeof startGateway>>; model: ScriptedModel }

/** The call that meets a wish, by the tools of OpenClaw. */
export function openClawCall({ mark, names }: Wish, folder: string): Call | undefined {
  const use = (name: string, args: object): Call =>
    names.includes(name) || !names.includes('tool_call')
      ? { name, args }
      : { name: 'tool_call', args: { id: name, args } }
  const project = join(folder, 'home')
  if (mark === 'tool') return use('exec', { command: `cd ${project} && sh wait.sh` })
  if (mark === 'spawn') return use('sessions_spawn', { task: 'Look below act:think', label: 'below' })
  return undefined
}

/** What may happen in a turn of OpenClaw. */
export async function playOpenClaw(stage: Stage) {
  const { gateway, model, timeline, folder } = stage
  let rpc = await gateway.rpc()
  const project = join(folder, 'home')
  let run = ''

  async function ask(mark: Mark, key: string) {
    timeline.end('main')
    const from = Date.now()
    run = await rpc.send(key, `please act:${mark}`)
    await until(
      `the model is asked for ${mark}`,
      () => model.requests.some((one) => one.mark === mark && one.at >= from),
      60_000,
    )
  }

  async function ended(moment: string, act: () => void = model.letGo) {
    timeline.end('main')
    act()
    await until('the run has ended', () =>
      rpc.heard().some(({ event, payload }) => {
        const state = String(payload?.state)
        return event === 'chat' && payload?.runId === run && ['final', 'error', 'aborted'].includes(state)
      }),
    )
    timeline.begin(moment, ['idle'])
    await hold()
  }

  async function runTool(key: string) {
    const began = join(project, 'began')
    for (const name of ['began', 'gate']) rmSync(join(project, name), { force: true })
    await ask('tool', key)
    await until('the tool runs', () => existsSync(began), 30_000)
    timeline.begin('tool', ['running'], statSync(began).mtimeMs)
    await hold()
  }

  await stage.next()
  const key = 'agent:main:states'
  await ask('think', key)
  timeline.begin('thinking', ['thinking'])
  await hold()
  await ended('idle after an answer')

  await ask('write', key)
  // The gateway names its writing, and does not for thinking.
  timeline.begin('writing', ['thinking', 'running'])
  await hold()
  await ended('idle after a long answer')

  await runTool(key)
  await ended('idle after a tool', () => writeFileSync(join(project, 'gate'), ''))

  await ask('spawn', key)
  await until(
    'the other agent is asked',
    () => model.requests.some(({ mark, open }) => mark === 'think' && open),
    30_000,
  )
  timeline.begin('at work for another', ['thinking', 'running'], Date.now(), 'child')
  await hold()
  timeline.end('child')
  // What the other has found is told to the one that sent it, who thinks about it in turn.
  for (let n = 0; n < 8; n++) {
    model.letGo()
    await Bun.sleep(500)
  }
  timeline.begin('done for another', ['finished', 'idle'], Date.now(), 'child')
  await hold()
  timeline.end('child')

  await ask('think', key)
  timeline.begin('thinking again', ['thinking'])
  await hold()
  timeline.end('main')
  await rpc.ask('chat.abort', { sessionKey: key, runId: run })
  // Its own word for a run that somebody stopped is killed.
  timeline.begin('stopped by somebody', ['killed', 'idle'])
  await hold()
  model.letGo()

  await stage.next()
  await ask('fail', `${key}-fails`)
  await Bun.sleep(1_500)
  timeline.begin('failed', ['failed'])
  await hold()

  await ask('say', `${key}-fails`)
  await ended('idle after a failure')

  await stage.next()
  await ask('think', `${key}-ends`)
  timeline.begin('thinking before the end', ['thinking'])
  await hold()
  rpc.close()
  gateway.signal('SIGKILL')
  timeline.begin('killed while thinking', ['killed'])
  await hold()
  timeline.end('main')
  model.letGo()
  await gateway.start()
  rpc = await gateway.rpc()

  await stage.next()
  const other = 'agent:main:other'
  await runTool(other)
  rpc.close()
  gateway.signal('SIGKILL')
  timeline.begin('killed in a tool', ['killed'])
  await hold()
  timeline.end('main')
  writeFileSync(join(project, 'gate'), '')
}
