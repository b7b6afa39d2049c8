import type { RunStatus } from './fact.ts'

/** What is measured of a gateway's process; null where nobody could tell. Times in ms since the epoch. */
export type GatewayReading = {
  /** Its process is there. */
  alive: boolean
  ready: boolean | null
  /** What it says is not ready, by name. */
  failing: string[]
  eventLoop: { degraded: boolean; delayP99Ms: number | null; utilization: number | null } | null
  pid: number | null
  port: number | null
  rssBytes: number | null
  upSinceMs: number | null
  version: string | null
  /** Each channel with whether it is connected; null where it does not say. */
  channels: { name: string; connected: boolean | null }[] | null
  /** When this was read. */
  since: number
}

/** `unsteady`: it goes away and comes back again and again. */
export type GatewayStatus = 'connected' | 'connecting' | 'refused' | 'down' | 'absent' | 'restarting' | 'unsteady'

/** How the gateway of a home is, since when, and half a sentence for people. */
export type GatewayState = {
  home: string
  state: GatewayStatus
  since: number
  words: string
  reading: GatewayReading | null
}

/** A gateway that is listened to: whose agents it speaks for, and since when its process runs. */
export type GatewayContact = { home: string; agentIds: string[]; upSinceMs: number | null }

/**
 * What only a gateway can say about a session, in one closed list. It is shown and never kept: the stores are the
 * truth. `key` names the conversation, `sessionId` the window of it where the gateway named that too.
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
  /** The model generates, and nothing of it is text yet. */
  | { kind: 'run.thinks' }
  /** The answer so far; only its end where it is long. Empty once it has gone into the transcript. */
  | { kind: 'run.streams'; text: string }
  /** Nothing new to tell, but it works. */
  | { kind: 'run.lives' }
  | { kind: 'run.compacts' }
  | { kind: 'run.ended'; how: Exclude<RunStatus, 'running'>; reason: string | null }
  | { kind: 'tool.started'; callId: string; tool: string }
  | { kind: 'tool.ended'; callId: string }
  | { kind: 'asks'; askId: string; reason: string }
  | { kind: 'answered'; askId: string }

/** A gateway as a screen on a wall may show it: its state, not its folder or what it said. */
export const gatewayForScreen = (gateway: GatewayState): GatewayState => ({ ...gateway, home: '', words: '' })
