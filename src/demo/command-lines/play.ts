import type { Spending } from '../budgets.ts'
import { weekdayOf } from '../calendar.ts'
import { ratesOf } from '../models.ts'
import { between, chance, pick, type Random, roll, seeded, shuffled } from '../random.ts'
import type { Task } from '../task.ts'
import { dialectOf } from './dialects.ts'
import { projects } from './projects.ts'
import { advance, begin, type Played, type Project, type Session, type Step, type Written } from './session.ts'

/** What a session has cost; a sub-agent counts to the session that sent it. */
export type CommandLineSpending = Spending & { runtime: Played; sessionId: string; answers: number }

/** The command lines of the demo as plain data. Times are ms since the epoch. */
type CommandLines = {
  random: Random
  /** What each session of the past has cost. */
  spending: CommandLineSpending[]
  /** The session of each project that goes on, or when its next one begins. */
  current: { project: Project; session: Session | null; nextAt: number }[]
}

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const days = 30

/**
 * Thirty days of sessions of the command lines before `now`, and those that go on: `keep` gets what each session wrote.
 * The same seed, time and zone give the same sessions.
 */
export function createCommandLines(
  seed: number,
  now: number,
  offsetMs: number,
  keep: (written: Written[]) => void,
): CommandLines {
  const random = seeded(seed ^ 0x5eed)
  const spending: CommandLineSpending[] = []
  const keepPast = (written: Written[]) => {
    keep(written)
    spending.push(...[...new Set(written.map(({ session }) => session))].map(spendingOf))
  }
  const today = Math.floor((now + offsetMs) / day) * day - offsetMs
  for (let back = days - 1; back >= 0; back--) {
    const midnight = today - back * day
    for (const project of projects)
      for (const at of momentsOf(random, project, midnight, weekdayOf(midnight + offsetMs)))
        if (at < now - 100 * minute) keepPast(playOut(random, project, at, between(random, 8, 18), pauseBefore))
  }
  // The last hour: one project after the other has finished something, and two are in the middle of it.
  for (const [index, project] of projects.entries()) {
    const at = now - 66 * minute + index * 9 * minute
    keepPast(playOut(random, project, at, between(random, 8, 12), pauseLately))
  }
  const current = projects.map((project, index) => ({
    project,
    session: null as Session | null,
    nextAt: now + (index === 1 ? 2 : 4 + index) * minute,
  }))
  for (const one of [current[0]!, current[2]!]) {
    let at = now - between(random, 9, 13) * minute
    const { session, written } = begin(stepOf(random, one.project), one.project, taskOf(random, one.project, 24, 0), at)
    keep(written)
    for (; at < now - 20_000; at = Math.min(now - 6_000, at + between(random, 16_000, 44_000)))
      keep(advance(stepOf(random, one.project), session, at))
    one.session = session
    session.dueAt = now + between(random, 4_000, 9_000)
  }
  return { random, spending, current }
}

function spendingOf({ id, parent, project, lastAt, model, total, answers }: Session): CommandLineSpending {
  const { input = 0, output = 0, cacheRead, cacheWrite } = ratesOf(model) ?? {}
  const fresh = total.fresh * (cacheWrite || input)
  const usd = (fresh + total.cached * (cacheRead ?? input) + total.output * output) / 1e6
  return { at: lastAt, usd, runtime: project.runtime, sessionId: (parent ?? { id }).id, answers }
}

const stepOf = (random: Random, project: Project, pace = 1): Step => ({
  random,
  pace,
  dialect: dialectOf[project.runtime],
})

/** When the sessions of a day begin: between eight and eight, and few of them on a weekend. */
function momentsOf(random: Random, { perDay }: Project, midnight: number, weekday: number): number[] {
  const mean = weekday === 0 || weekday === 6 ? perDay * 0.5 : perDay
  const count = Math.floor(mean) + (chance(random, mean % 1) ? 1 : 0)
  return Array.from({ length: count }, () => midnight + 8 * hour + Math.floor(roll(random) * 12 * hour))
}

/** A task with `count` calls: its own, and what is done in every task of its trade, each as seldom as can be. */
function taskOf(random: Random, { tasks, routine }: Project, count: number, index?: number): Task {
  const task = index === undefined ? pick(random, tasks) : tasks[index]!
  const calls = [...task.calls]
  while (calls.length < count) calls.push(...shuffled(random, routine))
  return { ...task, calls: calls.slice(0, Math.max(count, task.calls.length)) }
}

const pauseBefore = (random: Random) => between(random, 6_000, 80_000)
const pauseLately = (random: Random) => between(random, 6_000, 34_000)

/** Plays a session with its sub-agents to its end. */
function playOut(random: Random, project: Project, from: number, count: number, pauseOf: (random: Random) => number) {
  const step = stepOf(random, project)
  const { session, written } = begin(step, project, taskOf(random, project, count), from)
  const all = [...written]
  for (let at = from + pauseOf(random); session.dueAt !== null; at += pauseOf(random)) {
    const { helper } = session
    if (helper && helper.dueAt !== null) {
      for (; helper.dueAt !== null; at += pauseOf(random) / 3) all.push(...advance(step, helper, Math.round(at)))
      at = Math.round(at)
    }
    all.push(...advance(step, session, at))
  }
  return all
}

/** Plays whatever is due at `at`, `pace` times slower than at first. */
export function playCommandLines({ random, current }: CommandLines, at: number, pace: number): Written[] {
  return current.flatMap((one) => {
    const { project, session } = one
    const step = stepOf(random, project, pace * unhurried)
    if (session) {
      const due = [session.helper, session].filter((other) => other?.dueAt != null && other.dueAt <= at)
      const written = due.flatMap((other) => advance(step, other!, at))
      if (session.dueAt === null) {
        one.session = null
        one.nextAt = at + Math.round(between(random, 1.5 * minute, 6 * minute) * pace)
      }
      return written
    }
    if (at < one.nextAt || current.filter((other) => other.session).length >= atWork) return []
    const begun = begin(step, project, taskOf(random, project, between(random, 9, 20)), at)
    one.session = begun.session
    return begun.written
  })
}

/** How much slower command lines are than the crew: their commands are builds and whole suites of tests. */
const unhurried = 1.6

/** So many command lines work at the same time. */
const atWork = 3
