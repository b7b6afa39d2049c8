import type { RunStatus } from './fact.ts'

/** Measurements of a gateway's process; null where they are unknown. Times are in ms since the epoch. */
export type GatewayReading = {
  /** Whether the process exists. */
  alive: boolean
  ready: boolean | null
  /** The names of what the gateway reports as not ready. */
  failing: string[]
  eventLoop: { degraded: boolean; delayP99Ms: number | null; utilization: number | null } | null
  pid: number | null
  port: number | null
  rssBytes: number | null
  upSinceMs: number | null
  version: string | null
  /** Each channel and whether it is connected; null where the gateway does not say. */
  channels: { name: string; connected: boolean | null }[] | null
  /** The time of the reading. */
  since: number
}

/** `unsteady`: the gateway goes away and comes back again and again. */
export type GatewayStatus = 'connected' | 'connecting' | 'refused' | 'down' | 'absent' | 'restarting' | 'unsteady'

/** The state of a home's gateway, since when, and half a sentence for people. */
export type GatewayState = {
  home: string
  state: GatewayStatus
  since: number
  words: string
  reading: GatewayReading | null
  /** The newer version that it told of when we connected; left out where it told of none. */
  newest?: string
}

/** How a gateway can be told something; `pid` is null where its process is not proven, or it has none here. */
export type GatewayDoor = {
  methods: string[]
  version: string | null
  pid: number | null
  /** The newer version that it told of when we connected; null where it told of none. */
  newest: string | null
}

/** Work that goes on in a gateway, as it names it before a restart. */
export type GatewayWork = { kind: string; count: number; words: string }

/** How long a gateway may take until it answers a request for an update, in ms. */
export const updateAnswerMs = 15 * 60_000

/** SIGTERM has it stop; by which of the others it restarts depends on its version. */
export type GatewaySignal = 'SIGTERM' | 'SIGUSR1' | 'SIGUSR2'

/** A connected gateway: the agents it speaks for, and since when its process runs. */
export type GatewayContact = { home: string; agentIds: string[]; upSinceMs: number | null }

/**
 * The messages about a session that only a gateway can send, in one closed list. They are shown and never stored: the
 * stores are the truth. `key` names the conversation, `sessionId` its window where the gateway named that too.
 */
export type GatewayMessage = {
  home: string
  agentId: string
  key: string
  sessionId: string | null
  runId: string | null
  at: number
} & SessionMessage

export type SessionMessage =
  | { kind: 'run.started' }
  /** The model generates, and none of its output is text yet. */
  | { kind: 'run.thinks' }
  /** The answer so far, or its end where it is long. Empty once the transcript holds the answer. */
  | { kind: 'run.streams'; text: string }
  /** A sign of life without news. */
  | { kind: 'run.lives' }
  | { kind: 'run.compacts' }
  | { kind: 'run.ended'; how: Exclude<RunStatus, 'running'>; reason: string | null }
  | { kind: 'tool.started'; callId: string; tool: string }
  | { kind: 'tool.ended'; callId: string }
  | { kind: 'asks'; askId: string; reason: string }
  | { kind: 'answered'; askId: string }

/** A gateway as a screen on a wall may show it: its state, not its folder or what it said. */
export const gatewayForScreen = (gateway: GatewayState): GatewayState => ({ ...gateway, home: '', words: '' })
