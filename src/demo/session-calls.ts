import { uuid } from './random.ts'
import { type Changes, scheduled } from './simulator.ts'
import { ask } from './transcript.ts'
import type { World } from './world.ts'

type Answer = { payload: object } | { refusal: string }
type Params = Record<string, unknown>

type Deps = {
  world: World
  now: () => number
  /** Stores what was changed, and tells those who listen. */
  publish: (changes: Partial<Changes>) => void
}

/** `chat.startup` is what a client tells the era by that takes words into a turn. */
export const sessionMethods = ['chat.send', 'chat.abort', 'chat.startup', 'sessions.patch']

/** The calls about sessions, as the real gateway answers them; undefined for any other call. */
export function createSessionCalls({ world, now, publish }: Deps) {
  return (method: string, params: Params): Answer | undefined => {
    if (!sessionMethods.includes(method)) return undefined
    const key = params.sessionKey ?? params.key
    const session = world.sessions.find((one) => one.current && one.key === key)
    if (!session) return { refusal: `unknown session: ${String(key)}` }
    const at = now()
    switch (method) {
      case 'chat.send': {
        const isIdle = session.status !== 'running'
        if (isIdle) {
          Object.assign(session, {
            status: 'running',
            runId: uuid(world.random),
            startedAt: at,
            endedAt: null,
            error: null,
          })
          session.plan = {
            ...session.plan,
            calls: [],
            open: null,
            failure: null,
            answer: 'Understood. I keep that in mind.',
          }
        }
        ask(world.random, session, at, String(params.message))
        if (isIdle) scheduled(world, session, at, 1)
        publish({ sessions: [session] })
        return { payload: { runId: String(params.idempotencyKey), status: 'started' } }
      }
      case 'chat.abort': {
        const aborted = session.status === 'running'
        if (aborted) {
          Object.assign(session, { status: 'killed', endedAt: at, hold: null })
          session.plan.open = null
          publish({ sessions: [session] })
        }
        return { payload: { ok: true, aborted, runIds: aborted ? [session.runId] : [] } }
      }
      case 'sessions.patch':
        session.title = String(params.label ?? session.title)
        publish({ sessions: [session] })
        return { payload: { ok: true, key } }
      default:
        return { refusal: `unknown method: ${method}` }
    }
  }
}
