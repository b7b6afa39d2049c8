import { crew, memberOf } from './crew.ts'
import { spontaneousFailure, usageLimit } from './failures.ts'
import { modelOf } from './models.ts'
import { between, pick } from './random.ts'
import { advance, begin, playOut } from './session-script.ts'
import type { Session, Span, World } from './world.ts'

const minute = 60_000

/**
 * The state in which the demo starts: four agents work, one thinks, one has just failed, three rest, and the others
 * sleep. Their sessions began within the last half hour.
 */
export function setOpeningScene(world: World) {
  const now = world.madeAt
  world.nextFailureAt = now + 4 * minute

  rested(world, 'rigger', now - 11 * minute)
  rested(world, 'purser', now - 21 * minute)
  rested(world, 'sparks', now - 16 * minute, 'agent:sparks:telegram:direct:48210117')

  const cutter = begin(world, {
    member: memberOf('cutter'),
    task: memberOf('cutter').tasks[0]!,
    kind: 'dashboard',
    at: now - 7 * minute,
    failure: usageLimit,
  })
  cutter.plan.calls.length = 3
  finishBy(world, cutter, now - 2 * minute - 12_000)

  busy(world, 'forge', 0, now - 18 * minute, 12)
  busy(world, 'echo', 0, now - 23 * minute, 9)

  // Skipper delegates a part to Scout and goes on thinking; Scout is in the middle of it.
  const skipper = begin(world, {
    member: memberOf('main'),
    task: memberOf('main').tasks[0]!,
    kind: 'main',
    at: now - 3 * minute,
    key: 'agent:main:main',
  })
  let at = now - 3 * minute + 2_000
  while (world.spawns.at(-1)?.parentSessionId !== skipper.id) {
    at += 14_000
    advance(world, skipper, at)
  }
  const scout = world.sessions.at(-1)!
  scout.plan.calls = [...memberOf('scout').tasks[0]!.calls]
  advance(world, scout, at + 8_000)
  advance(world, scout, at + 21_000)
  skipper.lastAt = Math.max(skipper.lastAt, at)
  advance(world, scout, now - 9_000)

  // The context of Quill is nearly full, and grows.
  const quill = busy(world, 'quill', 0, now - 28 * minute, 14, 0.83)
  quill.resultTokens = [2_100, 3_100]
}

/** An agent that has finished and has no new task. */
function rested(world: World, agentId: string, endAt: number, key?: string) {
  const member = memberOf(agentId)
  const task = pick(world.random, member.tasks)
  const kind = key ? 'direct' : 'dashboard'
  const session = begin(world, { member, task, kind, at: endAt - 5 * minute, ...(key && { key }) })
  finishBy(world, session, endAt)
}

/** Plays a session whose last entry is written at `endAt`. */
function finishBy(world: World, session: Session, endAt: number) {
  const steps = 2 * session.plan.calls.length + 1
  const pauseMs = Math.floor((endAt - session.lastAt) / steps)
  playOut(world, session, () => pauseMs)
}

/** An agent in the middle of a task: a tool runs, `more` calls follow, and the context is this full. */
function busy(
  world: World,
  agentId: string,
  errandIndex: number,
  at: number,
  more: number,
  fullness?: number,
): Session {
  const member = memberOf(agentId)
  const task = member.tasks[errandIndex]!
  const session = begin(world, { member, task, kind: 'dashboard', at })
  session.plan.calls.push(...task.calls)
  const answers = 7
  const endAt = world.madeAt - between(world.random, 3_000, 9_000)
  const pauseMs = Math.floor((endAt - session.lastAt) / (2 * answers - 1))
  for (let step = 0; step < 2 * answers - 1; step++) {
    const left = Math.floor((2 * answers - 1 - step) / 2)
    if (fullness) session.resultTokens = resultTokensTo(session, fullness, left)
    advance(world, session, endAt - (2 * answers - 2 - step) * pauseMs)
  }
  while (session.plan.calls.length < more) session.plan.calls.push(pick(world.random, task.calls))
  return session
}

/** How many tokens each further result adds, so that the context ends this full. */
function resultTokensTo(session: Session, fullness: number, resultsLeft: number): Span {
  const wanted = modelOf(session.model).contextWindow * fullness - session.contextTokens - session.freshTokens
  const each = Math.round(wanted / Math.max(1, resultsLeft)) - 200
  return [each, each]
}

/** The agents that get new tasks. The others rest, so that the office has a quiet corner. */
const askable = ['main', 'quill', 'forge', 'scout', 'echo', 'rigger', 'purser', 'sparks']

/** Begins the next task, for the agent that has waited longest. */
export function beginNext(world: World, at: number): Session {
  const lastOf = (agentId: string) =>
    world.sessions.reduce((last, session) => {
      if (session.agentId !== agentId || session.kind === 'cron') return last
      return Math.max(last, session.status === 'running' ? at + session.lastAt : session.lastAt)
    }, 0)
  const free = crew.filter((member) => askable.includes(member.id))
  const member = free.reduce((best, other) => (lastOf(other.id) < lastOf(best.id) ? other : best))
  const task = pick(world.random, member.tasks)
  const session = begin(world, { member, task, kind: 'dashboard', at })
  for (let more = between(world.random, 2, 7); more > 0; more--) session.plan.calls.push(pick(world.random, task.calls))
  return session
}

/** Begins a session that is going to fail. */
export function beginFailing(world: World, at: number): Session {
  const member = memberOf('cutter')
  const session = begin(world, {
    member,
    task: pick(world.random, member.tasks),
    kind: 'dashboard',
    at,
    failure: spontaneousFailure(world.random),
  })
  session.plan.calls.length = 2
  return session
}
