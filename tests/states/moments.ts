import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '../testing/program.ts'
import { type CommandLine, openCommandLine, type Place, processesOf, runOnce } from './command-lines.ts'
import type { Mark, ScriptedModel } from './scripted-model.ts'
import type { RealTerminal } from './terminal.ts'
import type { Show } from './timeline.ts'

/** How long each moment is held, in ms. */
const holdMs = 2_000

/** A command line, and what plays around it. */
type Stage = Show & { line: CommandLine; place: Place; model: ScriptedModel }

const hold = () => Bun.sleep(holdMs)

/** Every moment of one command line, one after the other. */
export async function playAll(stage: Stage) {
  for (const scene of [
    conversation,
    killedInTool,
    killedWhileThinking,
    killedWhileWaiting,
    killedWhileBlind,
    withoutTerminal,
  ]) {
    await stage.next()
    try {
      await scene(stage)
    } catch (error) {
      process.stderr.write(`${stage.line.runtime}, ${scene.name}: ${(error as Error).message}\n`)
    }
    stage.timeline.end('main')
    stage.timeline.end('child')
    stage.model.letGo()
    endAll(stage.place)
    await Bun.sleep(500)
  }
}

export function endAll(place: Place) {
  for (const pid of processesOf(place))
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
}

/** One conversation through everything that may happen in a turn. */
async function conversation(stage: Stage) {
  const { line, model, timeline } = stage
  const terminal = await openCommandLine(line, stage.place)

  await ask(stage, terminal, 'think')
  timeline.begin('thinking', ['thinking'])
  await hold()
  await settle(stage, 'idle after an answer')

  await ask(stage, terminal, 'write')
  timeline.begin('writing', ['thinking'])
  await hold()
  await settle(stage, 'idle after a long answer')

  await ask(stage, terminal, 'think')
  timeline.begin('thinking again', ['thinking'])
  await hold()
  timeline.end('main')
  await line.interrupt(terminal)
  timeline.begin('interrupted while thinking', ['idle'])
  await hold()

  await runTool(stage, terminal)
  await hold()
  letToolGo(stage)
  await answered(stage)
  timeline.begin('idle after a tool', ['idle'])
  await hold()

  await waitForPermission(stage, terminal)
  await hold()
  timeline.end('main')
  line.allow(terminal)
  await answered(stage)
  timeline.begin('idle after a permission', ['idle'])
  await hold()

  await waitForPermission(stage, terminal)
  await hold()
  timeline.end('main')
  await line.interrupt(terminal)
  timeline.begin('permission refused', ['idle', 'thinking'])
  await hold()

  await ask(stage, terminal, 'question')
  await terminal.shows(line.asksQuestion)
  timeline.begin('question', ['waiting'])
  await hold()
  timeline.end('main')
  terminal.press('enter')
  await answered(stage)
  timeline.begin('idle after a question', ['idle'])
  await hold()

  await runTool(stage, terminal)
  await hold()
  timeline.end('main')
  await line.interrupt(terminal)
  timeline.begin('interrupted in a tool', ['idle'])
  await hold()
  letToolGo(stage)

  if (line.whileSpawned) {
    await ask(stage, terminal, 'spawn')
    await until(
      'the other agent is asked',
      () => model.requests.some(({ mark, open }) => mark === 'think' && open),
      20_000,
    )
    timeline.begin('sub-agent at work', line.whileSpawned)
    timeline.begin('at work for another', ['thinking', 'running'], Date.now(), 'child')
    await hold()
    timeline.end('main')
    timeline.end('child')
    model.letGo()
    await until(
      'the session goes on with what the other agent has found',
      () => model.requests.some(({ mark, afterTool, open }) => mark === 'spawn' && afterTool && !open),
      20_000,
    )
    await quiet(stage)
    timeline.begin('sub-agent done', ['idle'])
    timeline.begin('done for another', ['finished', 'idle'], Date.now(), 'child')
    await hold()
    timeline.end('child')
  }

  await ask(stage, terminal, 'fail')
  await quiet(stage)
  timeline.begin('failed', ['failed'])
  await hold()

  await ask(stage, terminal, 'say')
  await answered(stage)
  timeline.begin('idle after a failure', ['idle'])
  await hold()

  timeline.end('main')
  terminal.kill('SIGTERM')
  const isOver = await Promise.race([terminal.exited.then(() => true), Bun.sleep(5_000).then(() => false)])
  if (isOver) timeline.begin('left in peace', ['idle'])
  await hold()
}

async function killedInTool(stage: Stage) {
  const terminal = await openCommandLine(stage.line, stage.place)
  await runTool(stage, terminal)
  await hold()
  endAll(stage.place)
  stage.timeline.begin('killed in a tool', ['killed'])
  await hold()
}

async function killedWhileThinking(stage: Stage) {
  const terminal = await openCommandLine(stage.line, stage.place)
  await ask(stage, terminal, 'think')
  stage.timeline.begin('first thought', ['thinking'])
  await hold()
  endAll(stage.place)
  stage.timeline.begin('killed while thinking', ['killed'])
  await hold()
}

async function killedWhileWaiting(stage: Stage) {
  const terminal = await openCommandLine(stage.line, stage.place)
  await waitForPermission(stage, terminal)
  await hold()
  endAll(stage.place)
  stage.timeline.begin('killed while waiting', ['killed'])
  await hold()
}

async function killedWhileBlind(stage: Stage) {
  const terminal = await openCommandLine(stage.line, stage.place)
  await ask(stage, terminal, 'think')
  await Bun.sleep(500)
  await stage.whileBlind(async () => endAll(stage.place))
  stage.timeline.begin('killed before we started', ['killed'])
  await hold()
}

async function withoutTerminal(stage: Stage) {
  const { line, timeline, model } = stage
  const thinking = runOnce(line, stage.place, 'please act:think')
  await asked(stage, 'think', Date.now() - 1)
  timeline.begin('thinking without a terminal', ['thinking'])
  await hold()
  timeline.end('main')
  model.letGo()
  await answered(stage)
  timeline.begin('ended without a terminal', ['idle', 'finished'])
  await thinking.exited
  await hold()
  timeline.end('main')
}

async function runTool(stage: Stage, terminal: RealTerminal) {
  const { line, timeline, place } = stage
  const began = join(place.project, 'began')
  rmSync(began, { force: true })
  rmSync(join(place.project, 'gate'), { force: true })
  await ask(stage, terminal, 'tool')
  if (line.alwaysAsks) {
    await terminal.shows(line.asksPermission)
    timeline.begin('permission for a tool', ['waiting'])
    await hold()
    timeline.end('main')
    line.allow(terminal)
  }
  await until('the tool runs', () => existsSync(began), 20_000)
  timeline.begin('tool', ['running'], statSync(began).mtimeMs)
}

function letToolGo({ place, timeline }: Stage) {
  timeline.end('main')
  writeFileSync(join(place.project, 'gate'), '')
}

async function waitForPermission(stage: Stage, terminal: RealTerminal) {
  await ask(stage, terminal, 'ask')
  await terminal.shows(stage.line.asksPermission)
  stage.timeline.begin('permission', ['waiting'])
}

/** Types a prompt and waits until the model is asked; what is true until then is not written down. */
async function ask(stage: Stage, terminal: RealTerminal, mark: Mark) {
  stage.timeline.end('main')
  terminal.forget()
  const from = Date.now()
  await terminal.type(`please act:${mark}`)
  await asked(stage, mark, from)
}

const asked = ({ model }: Stage, mark: Mark, from: number) =>
  until(
    `the model is asked for ${mark}`,
    () => model.requests.some((one) => one.mark === mark && one.at >= from),
    30_000,
  )

/** Waits until no answer is open and none has been asked for a while. */
async function quiet({ model }: Stage) {
  await until(
    'the model is quiet',
    () => model.requests.every(({ open }) => !open) && Date.now() - (model.requests.at(-1)?.at ?? 0) > 700,
    30_000,
  )
}

/** Waits for the answer that follows a tool. */
async function answered(stage: Stage) {
  const { model } = stage
  await until(
    'the model has answered',
    () => {
      const last = model.requests.at(-1)
      return last !== undefined && !last.open && (last.afterTool || ['say', 'think', 'write'].includes(last.mark))
    },
    30_000,
  )
  await Bun.sleep(150)
}

async function settle(stage: Stage, moment: string) {
  stage.timeline.end('main')
  stage.model.letGo()
  await answered(stage)
  stage.timeline.begin(moment, ['idle'])
  await hold()
}
