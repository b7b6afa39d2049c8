import { echoInForgesFile, tideTable } from './agent-tasks.ts'
import { crew, memberOf } from './crew.ts'
import { spontaneousFailure } from './failures.ts'
import { guests, keyOfGuest } from './guests.ts'
import { modelOf } from './models.ts'
import { between, pick, shuffled, uuid } from './random.ts'
import { advance, begin, playOut } from './session-script.ts'
import type { Call } from './task.ts'
import { write } from './tool-calls.ts'
import type { Session, Span, World } from './world.ts'

const minute = 60_000

/**
 * The state in which the demo starts: five agents work, one of them thinking and one with a context that is nearly
 * full; one waits for a person, one is stalled, two rest, and the others sleep. `sharedFile` is a file that is really
 * there, and that one of them has written.
 */
export function setOpeningScene(world: World, sharedFile?: string) {
  const now = world.madeAt
  world.nextFailureAt = now + 4 * minute
  world.nextAskAt = now + 25 * minute
  world.nextTaskAt = now + 12_000

  rested(world, 'sparks', now - 16 * minute, keyOfGuest(guests[0]!))
  rested(world, 'bosun', now - 5 * minute)
  for (const [agentId, ago] of [
    ['forge', 52],
    ['scout', 47],
    ['echo', 41],
    ['main', 34],
  ] as const)
    rested(world, agentId, now - ago * minute)

  asking(world)
  stalled(world)
  busy(world, 'forge', 0, { at: now - 18 * minute, answers: 9, more: 12 })
  // Echo changes a file that Forge has read and is about to write: Forge does not notice.
  busy(world, 'echo', 0, { at: now - 23 * minute, answers: 10, more: 4, besides: echoInForgesFile })

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
  advance(world, scout, now - 5_000)
  skipper.dueAt = now + 6_000
  scout.dueAt = now + 4_000

  // Quill has worked for hours: its context is nearly full, and is folded before it counts as full.
  const quill = busy(world, 'quill', 0, {
    at: now - 105 * minute,
    answers: 46,
    more: 14,
    fullness: 0.83,
    besides: sharedFile === undefined ? [] : [write(sharedFile, tideTable)],
  })
  quill.resultTokens = [900, 1_900]
  quill.slowness = 9
}

/** An agent that asks a person before it deletes something. */
function asking(world: World) {
  const { madeAt: now } = world
  const member = memberOf('rigger')
  const session = begin(world, { member, task: member.tasks[1]!, kind: 'dashboard', at: now - 4 * minute })
  for (const ago of [210, 204, 188, 171, 95]) advance(world, session, now - ago * 1_000)
  session.dueAt = now + 28 * minute
  session.hold = { askId: uuid(world.random), expiresAt: session.dueAt }
}

/** An agent whose tool has not answered for a while. */
function stalled(world: World) {
  const { madeAt: now } = world
  const member = memberOf('purser')
  const session = begin(world, { member, task: member.tasks[1]!, kind: 'dashboard', at: now - 25 * minute })
  advance(world, session, now - 24 * minute)
  session.hold = 'stalled'
  session.dueAt = now + 50 * minute
}

/** An agent that has finished and has no new task. */
function rested(world: World, agentId: string, endAt: number, key?: string) {
  const member = memberOf(agentId)
  const task = pick(world.random, member.tasks)
  const kind = key ? 'direct' : 'dashboard'
  const size = { resultTokens: [1_200, 4_000], answerTokens: [80, 400] } as const
  const session = begin(world, { member, task, kind, at: endAt - 7 * minute, ...size, ...(key && { key }) })
  session.plan.calls.push(...shuffled(world.random, member.routine).slice(0, 5))
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
  {
    at,
    answers,
    more,
    fullness,
    besides = [],
  }: { at: number; answers: number; more: number; fullness?: number; besides?: Call[] },
): Session {
  const { random } = world
  const member = memberOf(agentId)
  const session = begin(world, { member, task: member.tasks[errandIndex]!, kind: 'dashboard', at })
  const { calls } = session.plan
  calls.splice(2, 0, ...besides)
  while (calls.length < answers + more) calls.push(...shuffled(random, member.routine))
  calls.length = answers + more
  const endAt = world.madeAt - between(random, 2_000, 4_000)
  const pauseMs = Math.floor((endAt - session.lastAt) / (2 * answers - 1))
  for (let step = 0; step < 2 * answers - 1; step++) {
    const left = Math.floor((2 * answers - 1 - step) / 2)
    if (fullness) session.resultTokens = resultTokensTo(session, fullness, left)
    advance(world, session, endAt - (2 * answers - 2 - step) * pauseMs)
  }
  session.dueAt = world.madeAt + between(random, 3_000, 12_000)
  return session
}

/** How many tokens each further result adds, so that the context ends this full. */
function resultTokensTo(session: Session, fullness: number, resultsLeft: number): Span {
  const wanted = modelOf(session.model).contextWindow * fullness - session.contextTokens - session.freshTokens
  const each = Math.round(wanted / Math.max(1, resultsLeft)) - 200
  return [each, each]
}

/** The agents that get new tasks. The others rest, so that the office has a quiet corner. */
const askable = ['main', 'quill', 'forge', 'scout', 'echo', 'rigger', 'sparks']

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
  session.plan.calls.push(...shuffled(world.random, member.routine).slice(0, between(world.random, 2, 7)))
  return session
}

/** Begins a session that is going to fail. */
export function beginFailing(world: World, at: number): Session {
  const member = memberOf('purser')
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
