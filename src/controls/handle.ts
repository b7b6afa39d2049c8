import type { Permit } from '../audit/action-gate.ts'
import type { Limits } from './progress.ts'
import type { KnownVerb, Reading, Verb } from './service.ts'

/** A line of a log; `at` is null where the line does not say. */
export type LogLine = { at: number | null; level: 'info' | 'warn' | 'error'; text: string }

/** One service as it can be read and told, whatever manages it. */
export type Handle = {
  /** How it is now. It never throws: what cannot be read is `unknown`, with the reason. */
  read(): Promise<Reading>
  /** What it knows, and why not more; `reading` is how it is. */
  abilities(reading: Reading): Promise<{ verbs: KnownVerb[]; note: string | null }>
  /** Asks for it, and returns when the request has gone out. Throws a Refusal with the reason where it has not. */
  ask(permit: Permit, verb: Verb): Promise<void>
  /** Its last lines, the oldest first; empty where there are none to be had. */
  log(lines: number): Promise<LogLine[]>
  limits: Limits
  /** Where one verb takes longer than the others. */
  limitsOf?(verb: Verb): Limits
  /** Asks whether there is a newer version: its name, or null. Throws a Refusal where it cannot be asked. */
  checkUpdate?(permit: Permit): Promise<string | null>
  /** Whether it says by itself that it is ready. */
  answers: boolean
  /** Half a sentence about what stands still meanwhile, for the question before. */
  effectOf(verb: Verb): string
  stop?(): void
}

export const usualLimits: Limits = { endMs: 100_000, beginMs: 60_000, answerMs: 120_000, steadyMs: 3_000 }
