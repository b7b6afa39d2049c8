import type { Runtime } from './runtimes.ts'

/** What a person can do to a session, in one closed list. */
export const sessionActs = [
  'send',
  'steer',
  'interrupt',
  'end',
  'compact',
  'reset',
  'rename',
  'archive',
  'delete',
  'spawn',
  'retry',
] as const

export type SessionActKind = (typeof sessionActs)[number]

/**
 * What is asked of a session. `interrupt` ends its turn, and the session can go on; `end` ends its process with all that
 * runs below it. `text` is the message of `send`, `steer` and `retry`, the task of `spawn` and the name of `rename`.
 */
export type SessionAct = { kind: SessionActKind; text: string | null }

/** A session as a door finds it at its runtime. */
export type ActedSession = {
  id: string
  runtime: Runtime
  agentId: string
  /** By what its runtime knows it; null where that was not said. */
  key: string | null
  /** The folder of its project; null where it is not known. */
  folder: string | null
}

/** Through what a session can be acted on. */
type SessionDoorName = 'gateway' | 'daemon' | 'server' | 'process'

/** What can be done to a session just now. */
export type SessionOffer = {
  through: SessionDoorName | null
  acts: SessionActKind[]
  /** Why not more, and where it can be done instead; null where nothing is missing. */
  note: string | null
  /** The process that `end` would end; null where it is not known, or is none of this session alone. */
  pid: number | null
  /** The command that continues the session in a terminal, and where it works; null where there is none. */
  resume: ResumeCommand | null
}

/** A command for a person to copy, with everything in it quoted for a shell. */
export type ResumeCommand = { folder: string | null; command: string }

/** What the runtime said as it took an act. */
export type ActTaken = {
  /** The key of the session that it made; null where it made none. */
  newKey: string | null
  /** Whether the door itself has seen that it is done, as with a process that is gone. */
  isSeen: boolean
  /** What else there is to say, in a sentence. */
  note: string | null
}

/** One way in which sessions of a runtime can be acted on. Nothing is opened or sent before somebody acts. */
export type SessionDoor = {
  /** What it can do for a session just now; undefined where it cannot do anything. It never throws. */
  offer(session: ActedSession): Promise<Omit<SessionOffer, 'resume'> | undefined>
  /**
   * Has it done, and resolves once the runtime has taken it. `id` is the same for as long as it is the same act, so that
   * a runtime that remembers it does nothing twice. Throws a Refusal: `conflict` where the runtime refuses, and
   * `unavailable` where it cannot be reached. With `maybeDone` among its details it may have been done all the same.
   */
  act(session: ActedSession, act: SessionAct, id: string): Promise<ActTaken>
}
