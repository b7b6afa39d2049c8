import type { Runtime } from './runtimes.ts'

/**
 * Who can say what a session does just now, the most trusted first. The last two are what is read anyway: the store that
 * a runtime writes, and the end of the transcript.
 */
export const witnesses = ['gateway', 'daemon', 'session-file', 'hook', 'process-table', 'store', 'transcript'] as const

export type Witness = (typeof witnesses)[number]

/**
 * What one witness says about one session. It holds until the same witness says something else or withdraws it, and is
 * never stored.
 */
export type Testimony = {
  runtime: Runtime
  /** The session by the runtime's own id, which is its key in the index. */
  key: string
  witness: Exclude<Witness, 'store' | 'transcript'>
  /** `gone`: its process has ended, whatever it was doing. */
  says: 'working' | 'waiting' | 'idle' | 'gone'
  /** What it waits for, in half a sentence; null where the witness does not say. */
  reason: string | null
  /** The tool that it works with, where the witness can tell. */
  tool?: string
  /** Since when, in ms. */
  since: number
}

/** A session that is in the middle of a turn by what it has written. */
export type OpenTurn = { runtime: Runtime; key: string; folder: string | null; lastAt: number | null }

/** Everything that one source of testimony says at a moment; it replaces what that source said before. */
export type Statement = { source: string; testimonies: Testimony[] }

/** Says what sessions do for as long as it is watched; the returned function ends that. It never throws. */
export type WitnessSource = { watch(state: (statement: Statement) => void): () => void }
