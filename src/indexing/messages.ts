import type { Override } from '../costs/pricing/overrides.ts'
import type { GatewayContact, GatewayMessage, GatewayState } from '../facts/gateway.ts'
import type { Progress, SourceReport } from '../facts/source.ts'
import type { AnswerFrame, RequestFrame } from '../lib/thread-rpc.ts'
import type { CustomDeclaration, RuntimeFolders } from '../sources/sources.ts'
import type { TouchedRows } from './writer.ts'

/** What the worker needs to begin. `watch` false: one pass over everything, then silence. */
export type Start = {
  kind: 'start'
  indexPath: string
  openclaw: { homes: string[]; configPath: string | null }
  /** The user's own prices. */
  prices?: Override[] | undefined
  /** Folders of the coding command lines; none of them is read where they are left out. */
  folders?: RuntimeFolders | undefined
  /** Sources that the configuration declares. */
  custom?: CustomDeclaration[] | undefined
  watch: boolean
  /** False: the index is only opened. */
  read: boolean
  /** With what to listen to gateways; nobody is listened to without it. `seed` and `token` are secrets. */
  gateway?: { url: string | null; token: string | null; seed: string; version: string; platform: string } | undefined
  /** A source with so many bytes in its past has them read in a thread beside. */
  besideFromBytes?: number
}

export type ToWorker = Start | RequestFrame | { kind: 'stop' }

export type FromWorker =
  /** The index is open and its migrations are applied: it can be read from now on. */
  | { kind: 'opened' }
  /** It cannot be opened; nothing will follow. */
  | { kind: 'open-failed'; message: string }
  /** Something was committed. Only what is `live` is news; the rest is history. */
  | { kind: 'committed'; live: boolean; touched: TouchedRows }
  | { kind: 'progress'; progress: Progress; done: boolean }
  /** What is kept is priced again; `rowsDone` equals `rows` at its end. */
  | { kind: 'pricing'; rows: number; rowsDone: number }
  | { kind: 'reports'; reports: SourceReport[] }
  /** Something that was read cannot be written for now (a full disk, say); null once all of it is written. */
  | { kind: 'trouble'; message: string | null }
  /** What only a gateway can say. */
  | { kind: 'gateway-said'; said: GatewayMessage[] }
  | { kind: 'gateways'; gateways: GatewayState[]; contacts: GatewayContact[] }
  | { kind: 'stopped' }
  /** What a method of the worker answers. */
  | AnswerFrame

/** What says which sources there are. */
export type SourceConfig = Pick<Start, 'openclaw' | 'folders' | 'custom'>
