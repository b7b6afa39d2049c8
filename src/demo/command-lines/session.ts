import type { CommandLine } from '../../facts/runtimes.ts'
import { nextCall } from '../look-first.ts'
import { between, chance, fill, hex, type Random, uuid } from '../random.ts'
import type { Call, Task } from '../task.ts'
import { type Pace, thinkingMs, toolMs } from '../tool-times.ts'

/** The command lines that the demo plays. */
export type Played = Exclude<CommandLine, 'opencode'>

/** A folder in which a command line works. It is a folder of the made-up crew, and not on this machine. */
export type Project = {
  runtime: Played
  path: string
  branch: string
  /** The models of its sessions, the usual one first, and the model of its sub-agents. */
  models: readonly string[]
  helperModel?: string
  tasks: readonly Task[]
  routine: readonly Call[]
  /** The number of sessions on a working day. */
  perDay: number
}

/** Tokens of one answer. `fresh` are those that no cache holds yet. */
export type Usage = { fresh: number; cached: number; output: number; thought: number }

type OpenCall = { id: string; at: number; call: Call; args: Record<string, string> }

/** A session of a command line as plain data. Times are ms since the epoch. */
export type Session = {
  id: string
  project: Project
  model: string
  title: string
  ask: string
  answer: string
  /** The session that sent this one as its sub-agent, and the id of the call that did. */
  parent: Session | null
  sentBy: string | null
  startedAt: number
  lastAt: number
  /** When its next step is due; null once it is over. */
  dueAt: number | null
  calls: Call[]
  /** The files that it has looked at. */
  seen: string[]
  open: OpenCall | null
  /** The sub-agent that the open call waits for. */
  helper: Session | null
  contextTokens: number
  freshTokens: number
  /** All tokens so far, as a cumulative counter shows them. */
  total: Usage
  answers: number
  /** The id of the last line, and the number of lines. */
  tip: string | null
  lineCount: number
}

/** What is written when something happens in a session. Every line is an object of the file that `pathOf` names. */
export type Dialect = {
  pathOf(session: Session): string
  /** The head of a transcript and the words of the person. */
  begin(random: Random, session: Session, at: number): object[]
  call(random: Random, session: Session, at: number, usage: Usage): object[]
  result(random: Random, session: Session, at: number, text: string): object[]
  say(random: Random, session: Session, at: number, words: string, usage: Usage): object[]
}

/** What one step wrote, in which session. */
export type Written = { session: Session; lines: object[] }

export type Step = { random: Random; dialect: Dialect; pace: Pace }

/** Tokens of every first request: instructions and tools. */
const instructionTokens = 14_200

export function begin({ random, dialect, pace }: Step, project: Project, task: Task, at: number, parent?: Session) {
  const model = parent ? (project.helperModel ?? project.models[0]!) : pickModel(random, project)
  const ask = fill(random, task.ask)
  const session: Session = {
    id: project.runtime === 'codex' ? timeUuid(random, at) : uuid(random),
    project: task.worktree === undefined ? project : inWorktree(project, task.worktree),
    model,
    title: task.title,
    ask,
    answer: fill(random, task.answer),
    parent: parent ?? null,
    sentBy: parent?.open?.id ?? null,
    startedAt: at,
    lastAt: at,
    dueAt: at + thinkingMs(random, pace),
    calls: [...task.calls],
    seen: [],
    open: null,
    helper: null,
    contextTokens: 0,
    freshTokens: instructionTokens + tokensOf(ask),
    total: { fresh: 0, cached: 0, output: 0, thought: 0 },
    answers: 0,
    tip: null,
    lineCount: 0,
  }
  return { session, written: [{ session, lines: dialect.begin(random, session, at) }] }
}

const inWorktree = (project: Project, worktree: string): Project => ({
  ...project,
  path: `${project.path}/.claude/worktrees/${worktree}`,
  branch: `worktree-${worktree}`,
})

const pickModel = (random: Random, { models }: Project) =>
  chance(random, 0.7) ? models[0]! : models[between(random, 0, models.length - 1)]!

/** Plays the next step of a session: an answer with a call, the result of a call, or the last answer. */
export function advance(step: Step, session: Session, at: number): Written[] {
  const { random, dialect, pace } = step
  if (session.open) {
    if (session.helper?.dueAt != null) {
      session.dueAt = at + 1_000
      return []
    }
    return [takeResult(step, session, at)]
  }
  const usage = answerOf(random, session)
  const call = nextCall(random, session)
  session.lastAt = at
  if (!call) {
    session.dueAt = null
    return [{ session, lines: dialect.say(random, session, at, session.answer, usage) }]
  }
  const args = Object.fromEntries(Object.entries(call.args).map(([name, text]) => [name, fill(random, text)]))
  session.open = { id: hex(random, 24), at, call, args }
  session.dueAt = at + toolMs(random, call.tool, pace)
  const lines = dialect.call(random, session, at, usage)
  if (!call.helper) return [{ session, lines }]
  const task = {
    title: args.label ?? 'Help',
    ask: args.task ?? '',
    calls: session.project.routine.slice(0, 3),
    answer: call.result,
  }
  const helper = begin(step, session.project, task, at + 60, session)
  session.helper = helper.session
  return [{ session, lines }, ...helper.written]
}

function takeResult({ random, dialect, pace }: Step, session: Session, at: number): Written {
  const { call } = session.open!
  const text =
    session.helper?.answer ?? Array.from({ length: call.lines ?? 1 }, () => fill(random, call.result)).join('\n')
  session.lastAt = at
  const lines = dialect.result(random, session, at, text)
  session.freshTokens += tokensOf(text) + between(random, 300, 2_600)
  session.open = null
  session.helper = null
  session.dueAt = at + thinkingMs(random, pace)
  return { session, lines }
}

/** The tokens of the next answer. What was sent before is cached, the rest is new. */
function answerOf(random: Random, session: Session): Usage {
  const thought = between(random, 60, 420)
  const usage = {
    fresh: session.freshTokens,
    cached: session.contextTokens,
    output: between(random, 120, 900) + thought,
    thought,
  }
  session.contextTokens += session.freshTokens
  session.freshTokens = usage.output
  session.answers += 1
  for (const name of ['fresh', 'cached', 'output', 'thought'] as const) session.total[name] += usage[name]
  return usage
}

/** A text of a program has about three and a half characters for each token. */
const tokensOf = (text: string) => Math.ceil(text.length / 3.5)

/** A UUID of version 7: it begins with its time in ms. */
export function timeUuid(random: Random, at: number): string {
  const time = at.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${uuid(random).slice(15)}`
}

export const iso = (at: number) => new Date(at).toISOString()
