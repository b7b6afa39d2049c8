import { type Bounds, type Loss, may, must, or, orNull, recordOf, withinBounds } from './bounds.ts'
import type { RunStatus } from './fact.ts'
import type { GatewayMessage, GatewayReading, GatewayState, GatewayStatus, SessionMessage } from './gateway.ts'
import { choice, count, duration, flag, id, key, listOf, name, nullable, path, text, time, words } from './kinds.ts'

/** The end of a streamed answer that is kept, in characters. */
export const maxStreamed = 64 << 10

type Place = Omit<GatewayMessage, keyof SessionMessage>
type Fields<Name extends SessionMessage['kind']> = Omit<Extract<SessionMessage, { kind: Name }>, 'kind'>

const place: Bounds<Place> = {
  home: must(path),
  agentId: must(id),
  key: must(key),
  sessionId: orNull(id),
  runId: orNull(id),
  at: must(time),
}

const how = choice<Exclude<RunStatus, 'running'>>({ done: 1, failed: 1, killed: 1, 'timed-out': 1 })

const messages: { [Name in SessionMessage['kind']]: Bounds<Fields<Name>> } = {
  'run.started': {},
  'run.thinks': {},
  'run.streams': { text: must(words(maxStreamed)) },
  'run.lives': {},
  'run.compacts': {},
  'run.ended': { how: must(how), reason: orNull(text) },
  'tool.started': { callId: must(id), tool: must(name) },
  'tool.ended': { callId: must(id) },
  asks: { askId: must(id), reason: must(text) },
  answered: { askId: must(id) },
}

const eventLoop = recordOf<NonNullable<GatewayReading['eventLoop']>>(
  { degraded: must(flag), delayP99Ms: orNull(duration), utilization: orNull(count) },
  'the state of an event loop',
)

const channel = recordOf({ name: must(name), connected: must(nullable(flag)) }, 'a channel')

const reading = recordOf<GatewayReading>(
  {
    alive: must(flag),
    ready: orNull(flag),
    failing: or(listOf(name, 20), []),
    eventLoop: orNull(eventLoop),
    pid: orNull(count),
    port: orNull(count),
    rssBytes: orNull(count),
    upSinceMs: orNull(time),
    version: orNull(name),
    channels: orNull(listOf(channel, 50)),
    since: must(time),
  },
  'a reading of a gateway',
)

const status = choice<GatewayStatus>({
  connected: 1,
  connecting: 1,
  refused: 1,
  down: 1,
  absent: 1,
  restarting: 1,
  unsteady: 1,
})

const checks = Object.fromEntries(
  Object.entries(messages).map(([kind, fields]) => [kind, withinBounds({ ...place, ...fields } as Bounds<object>)]),
) as unknown as Record<
  SessionMessage['kind'],
  (message: GatewayMessage, lost: (loss: Loss) => void) => GatewayMessage | undefined
>

/** The last check of every message that a gateway pushes: the message within its bounds; undefined for one of no use. */
export const checkMessage = (message: GatewayMessage, lost: (loss: Loss) => void): GatewayMessage | undefined =>
  checks[message.kind](message, lost)

/** The last check of what is measured of a gateway; undefined where nothing can be said of it. */
export const checkState = withinBounds<GatewayState>({
  home: must(path),
  state: must(status),
  since: must(time),
  words: or(text, ''),
  reading: orNull(reading),
  newest: may(name),
})
