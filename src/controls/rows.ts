import type { Credential } from '../auth/credential-kind.ts'
import type { Role } from '../auth/role.ts'
import { median } from '../lib/median.ts'
import type { Store } from '../store/store.ts'
import type { Watch } from './progress.ts'
import type { Act, Interrupted, Verb } from './service.ts'

/** All SQL of the tables `control_acts` and `control_processes`. Each function throws what SQLite throws. Times in ms. */

/** An act as it is kept: what was asked by whom, and how far it has come. */
export type ActRow = Omit<Act, 'steps' | 'usualMs' | 'wayBack'> & {
  role: Role
  credential: Credential
  /** Whether the request may have gone out. */
  isAsked: boolean
  watch: Watch
}

type Written = Omit<ActRow, 'isAsked' | 'watch' | 'interrupts'> & { isAsked: number; watch: string; interrupts: string }

const columns = `id, service, verb, who, role, credential, exact, asked_at AS askedAt, ended_at AS endedAt, outcome, reason,
  is_asked AS isAsked, watch, interrupts`

const read = ({ isAsked, watch, interrupts, ...rest }: Written): ActRow => ({
  ...rest,
  isAsked: isAsked === 1,
  watch: JSON.parse(watch) as Watch,
  interrupts: JSON.parse(interrupts) as Interrupted[],
})

/** Writes an act, whole. Throws where another one goes on for the same service. */
export function putAct(store: Store, { isAsked, watch, interrupts, ...rest }: ActRow) {
  store.$client
    .query(
      `INSERT INTO control_acts (id, service, verb, who, role, credential, exact, asked_at, ended_at, outcome, reason, is_asked, watch, interrupts)
       VALUES ($id, $service, $verb, $who, $role, $credential, $exact, $askedAt, $endedAt, $outcome, $reason, $isAsked, $watch, $interrupts)
       ON CONFLICT (id) DO UPDATE SET ended_at = excluded.ended_at, outcome = excluded.outcome, reason = excluded.reason,
         is_asked = excluded.is_asked, watch = excluded.watch`,
    )
    .run({ ...rest, isAsked: Number(isAsked), watch: JSON.stringify(watch), interrupts: JSON.stringify(interrupts) })
}

/** The acts that have no end yet. */
export const goingActs = (store: Store): ActRow[] =>
  store.$client.query<Written, []>(`SELECT ${columns} FROM control_acts WHERE outcome = 'going'`).all().map(read)

/** The last act of each service. */
export const lastActs = (store: Store): ActRow[] =>
  store.$client
    .query<Written, []>(
      `SELECT ${columns} FROM control_acts AS one
       WHERE asked_at = (SELECT max(asked_at) FROM control_acts WHERE service = one.service)`,
    )
    .all()
    .map(read)

/** How long the same took the last times that it came true, in the middle, in ms; null where it never did. */
export function usualMs(store: Store, { service, verb }: { service: string; verb: Verb }): number | null {
  const took = store.$client
    .query<{ ms: number }, [string, string]>(
      `SELECT ended_at - asked_at AS ms FROM control_acts
       WHERE service = ? AND verb = ? AND outcome = 'done' ORDER BY asked_at DESC LIMIT 9`,
    )
    .all(service, verb)
    .map(({ ms }) => ms)
  return median(took)
}

/** The process of a service; `exitCode` and `signal` are null while it runs, and where nobody saw its end. */
type ProcessOf = {
  service: string
  pid: number
  startTime: number
  startedAt: number
  endedAt: number | null
  exitCode: number | null
  signal: string | null
  isWantedDown: boolean
}

export function processOf(store: Store, service: string): ProcessOf | undefined {
  const row = store.$client
    .query<Omit<ProcessOf, 'isWantedDown'> & { isWantedDown: number }, [string]>(
      `SELECT service, pid, start_time AS startTime, started_at AS startedAt, ended_at AS endedAt, exit_code AS exitCode,
         signal, is_wanted_down AS isWantedDown FROM control_processes WHERE service = ?`,
    )
    .get(service)
  return row ? { ...row, isWantedDown: row.isWantedDown === 1 } : undefined
}

export function putProcess(store: Store, { isWantedDown, ...rest }: ProcessOf) {
  store.$client
    .query(
      `INSERT OR REPLACE INTO control_processes (service, pid, start_time, started_at, ended_at, exit_code, signal, is_wanted_down)
       VALUES ($service, $pid, $startTime, $startedAt, $endedAt, $exitCode, $signal, $isWantedDown)`,
    )
    .run({ ...rest, isWantedDown: Number(isWantedDown) })
}
