import type { RecentRows } from '../activity/recent-rows.ts'
import type { Permit } from '../audit/action-gate.ts'
import type { BudgetState } from '../costs/budgets/budget.ts'
import type { AddedGateway, TriedGateway } from '../facts/added-gateway.ts'
import type { ApprovalAnswer, ApprovalStatement, TakingPart } from '../facts/approval.ts'
import {
  type GatewayDoor,
  type GatewaySignal,
  type GatewayState,
  type GatewayWork,
  updateAnswerMs,
} from '../facts/gateway.ts'
import type { PairingStatement } from '../facts/pairing.ts'
import type { Runtime } from '../facts/runtimes.ts'
import type { ActedSession, ActTaken, SessionAct, SessionOffer } from '../facts/session-act.ts'
import type { Batch, Finding, Progress, SourceReport } from '../facts/source.ts'
import type { AskedMonth, StatedFigure } from '../facts/stated-figure.ts'
import type { Work } from '../health/kept-measures.ts'
import { openThread } from '../lib/open-thread.ts'
import { createAsker, lastLine } from '../lib/thread-rpc.ts'
import type { Standing } from '../overview/status.ts'
import type { BudgetSettings } from '../reader/read-side.ts'
import type { LiveStateChange } from '../sessions/live-state.ts'
import type { CallParams, CallResult, GatewayCall } from '../sources/openclaw/gateway/calls.ts'
import type { GatewayRead, ReadParams, ReadResult } from '../sources/openclaw/gateway/reads.ts'
import type { ChangeEvent } from './change-event.ts'
import type { FromWorker, Start, ToWorker } from './messages.ts'
import { createSearcher } from './searcher.ts'
import { createTranscripts } from './transcripts.ts'
import type { WorkerMethods } from './worker.ts'

export type IndexingState = {
  progress: Progress
  done: boolean
  reports: SourceReport[]
  /** What people should know of the doors of approvals. */
  approvals: Finding[]
  /** Why the index is not what the sources hold, in a sentence. Doctor and `/readyz` read it here. */
  trouble: string | null
  /** How far stored calls are priced again; null while none are. */
  pricing: { rows: number; rowsDone: number } | null
}

export type Indexing = ReturnType<typeof startIndexing>

export type IndexingListeners = {
  /** Events to publish, in order. */
  events(events: ChangeEvent[]): void
  progressed(state: IndexingState): void
  reported(reports: SourceReport[]): void
  /** How things stand while history is read. */
  standingRead(standing: Standing): void
  recentRowsRead(rows: RecentRows): void
  budgetsRead(states: BudgetState[]): void
  liveStateChanged(change: LiveStateChange): void
  gatewaysChanged(states: GatewayState[]): void
  addedGatewaysChanged(states: GatewayState[]): void
  pairingStated(statement: PairingStatement): void
  /** A door of approvals says what it has. */
  approvalsStated(statement: ApprovalStatement): void
  /** Somebody has stated what something cost. */
  figuresStated(figures: StatedFigure[]): void
  /** The worker has ended by itself; `trouble` is why, in a sentence. */
  died(trouble: string): void
  /** The worker survives this error; it belongs into the log. */
  failed(message: string, stack: string): void
}

/** A call opens a connection first, which a busy gateway may keep waiting for half a minute. */
const gatewayCallTimeoutMs = 75_000

/**
 * Starts the worker that reads the sources. Its messages wait until `listen` is called.
 */
export function startIndexing(start: Omit<Start, 'kind'>, first?: Partial<IndexingListeners>) {
  const waiting: (() => void)[] = []
  let listeners = first
  function call<Name extends keyof IndexingListeners>(name: Name, ...words: Parameters<IndexingListeners[Name]>) {
    if (!listeners) return void waiting.push(() => call(name, ...words))
    const listener = listeners[name] as ((...words: Parameters<IndexingListeners[Name]>) => void) | undefined
    listener?.(...words)
  }
  // Who asks once and goes trades some processor time for memory.
  const worker = openThread('indexing/worker', { smol: !start.watch })
  const opened = Promise.withResolvers<void>()
  const caughtUp = Promise.withResolvers<void>()
  const stopped = Promise.withResolvers<void>()
  const state: IndexingState = {
    progress: { files: 0, filesDone: 0, bytes: 0, bytesDone: 0 },
    done: false,
    reports: [],
    approvals: [],
    trouble: null,
    pricing: null,
  }
  const post = (message: ToWorker) => worker.postMessage(message)
  const asker = createAsker<WorkerMethods>(post)

  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    switch (data.kind) {
      case 'opened':
        return opened.resolve()
      case 'open-failed':
        stopped.resolve()
        return opened.reject(new Error(data.message))
      case 'progress':
        state.progress = data.progress
        state.done = data.done
        if (data.done) caughtUp.resolve()
        return call('progressed', { ...state })
      case 'pricing':
        state.pricing = data.rowsDone < data.rows ? { rows: data.rows, rowsDone: data.rowsDone } : null
        return call('progressed', { ...state })
      case 'reports':
        state.reports = data.reports
        return call('reported', data.reports)
      case 'trouble':
        state.trouble = data.message
        if (data.message !== null && !start.watch) caughtUp.reject(new Error(data.message))
        return
      case 'events':
        return call('events', data.events)
      case 'standing':
        return call('standingRead', data.standing)
      case 'recent':
        return call('recentRowsRead', data.rows)
      case 'budgets':
        return call('budgetsRead', data.states)
      case 'live-state':
        return call('liveStateChanged', data.change)
      case 'gateways':
        return call('gatewaysChanged', data.states)
      case 'added-gateways':
        return call('addedGatewaysChanged', data.states)
      case 'pairing':
        return call('pairingStated', data.statement)
      case 'approvals':
        return call('approvalsStated', data.statement)
      case 'approval-findings':
        state.approvals = data.findings
        return
      case 'figures':
        return call('figuresStated', data.figures)
      case 'error':
        return call('failed', data.message, data.stack)
      case 'stopped':
        return stopped.resolve()
      default:
        return asker.receive(data)
    }
  }
  worker.onerror = (event) => {
    state.trouble = `The thread that reads the sources failed: ${lastLine(event.message)}. Restart Wheelhouse.`
    opened.reject(new Error(state.trouble))
    caughtUp.reject(new Error(state.trouble))
    stopped.resolve()
    asker.close(state.trouble)
    call('died', state.trouble)
  }
  // A rejection that nobody waits for is no error of its own: the state says the same.
  caughtUp.promise.catch(() => {})
  opened.promise.catch(() => {})
  post({ kind: 'start', ...start })
  const transcripts = createTranscripts({ indexPath: start.indexPath, config: start, opened: opened.promise })

  const searcher = createSearcher({
    indexPath: start.indexPath,
    searchPath: start.searchPath ?? '',
    config: start,
    indexes: start.watch,
    opened: opened.promise,
  })

  return {
    state: () => state,
    /** Resolves when the index can be read; rejects with a sentence for people where it cannot be opened. */
    opened: opened.promise,
    /** Sets the listeners; they get every message of the worker, beginning with those that came before. */
    listen(to: Partial<IndexingListeners>) {
      listeners = to
      for (const deliver of waiting.splice(0)) deliver()
    },
    /** Resolves when everything that was there at the start has been read once; rejects where a single pass failed. */
    caughtUp: caughtUp.promise,

    /** Commits what was read out of a transcript beside the sources. */
    keep: async (runtime: Runtime, batch: Batch): Promise<void> => {
      await asker.ask('keep', { runtime, batch })
    },

    /** The texts of sessions. */
    transcripts,

    /** Finds in all of them. */
    searcher,

    /** Tokens per minute of all agents in the five minutes before each of these moments (ms). */
    tokensPerMinute: (moments: number[]): Promise<(number | null)[]> => asker.ask('tokensPerMinute', moments),

    /** What agents spend a minute just before a moment (ms), and how many sessions are in which state; null while unknown. */
    work: (at: number): Promise<Work | null> => asker.ask('work', at),

    /**
     * Makes one call that changes something at the gateway of a home, in the thread that listens to it. Only an action
     * that has passed the gate has the permit for it. Rejects with a Refusal where the call is not carried out.
     */
    async callGateway<Name extends GatewayCall>(permit: Permit, home: string, name: Name, params: CallParams<Name>) {
      permit.check()
      // An update is installed before it is answered.
      const timeoutMs = gatewayCallTimeoutMs + (name === 'update.run' ? updateAnswerMs : 0)
      const result = await asker.ask('callGateway', { home, name, params }, { timeoutMs })
      return result as CallResult<Name>
    },

    /** Asks a gateway for something, for a person who looks. Rejects with a Refusal where it does not answer. */
    async askGateway<Name extends GatewayRead>(place: string, name: Name, params: ReadParams<Name>) {
      const result = await asker.ask('askGateway', { place, name, params }, { timeoutMs: gatewayCallTimeoutMs })
      return result as ReadResult<Name>
    },

    /** Whether a gateway answers at an address. It leaves the machine, so it is for a person who has typed it. */
    tryGateway: (permit: Permit, gateway: AddedGateway): Promise<TriedGateway> => {
      permit.check()
      return asker.ask('tryGateway', gateway, { timeoutMs: gatewayCallTimeoutMs })
    },

    /** Follows these gateways beside those of homes, and no others. */
    setAddedGateways: (gateways: readonly AddedGateway[]) => post({ kind: 'set-gateways', gateways }),

    /** Hears which devices ask to be paired, as long as somebody could answer them. */
    watchPairing: (isWanted: boolean) => post({ kind: 'watch-pairing', isWanted }),

    /** Takes part in the approvals of the runtimes that are switched on, and in no others. */
    takePart: (wanted: TakingPart) => post({ kind: 'take-part', wanted }),

    /**
     * Gives an answer to the runtime that asked, and resolves once it has taken it. Only an action that has passed the
     * gate has the permit for it. Rejects with the Refusal of the door, or with an error where the thread has ended:
     * then nobody knows whether it arrived.
     */
    async answerApproval(permit: Permit, id: string, answer: ApprovalAnswer): Promise<void> {
      permit.check()
      await asker.ask('answerApproval', { id, answer }, { timeoutMs: gatewayCallTimeoutMs })
    },

    /** What can be done to each of these sessions just now, in their order. */
    offerSessions: (sessions: ActedSession[]): Promise<SessionOffer[]> =>
      asker.ask('offerSessions', sessions, { timeoutMs: gatewayCallTimeoutMs }),

    /**
     * Has something done to a session, and resolves once its runtime has taken it. Only an action that has passed the
     * gate has the permit for it. Rejects with the Refusal of the door, or with an error where the thread has ended: then
     * nobody knows whether it was done.
     */
    async actOnSession(permit: Permit, session: ActedSession, act: SessionAct, id: string): Promise<ActTaken> {
      permit.check()
      return asker.ask('actOnSession', { session, act, id }, { timeoutMs: gatewayCallTimeoutMs })
    },

    /** How the gateway of a home can be told something. */
    gatewayDoor: (home: string): Promise<GatewayDoor> =>
      asker.ask('gatewayDoor', home, { timeoutMs: gatewayCallTimeoutMs }),

    /** The work that goes on in the gateway of a home, before it is restarted; null where it does not say. */
    gatewayWork: (home: string): Promise<GatewayWork[] | null> =>
      asker.ask('gatewayWork', home, { timeoutMs: gatewayCallTimeoutMs }),

    /** Sends a signal to the proven process of a gateway. Rejects with a Refusal where it is not sent. */
    async signalGateway(permit: Permit, home: string, pid: number, signal: GatewaySignal): Promise<void> {
      permit.check()
      await asker.ask('signalGateway', { home, pid, signal }, { timeoutMs: gatewayCallTimeoutMs })
    },

    /** Budgets were set or removed. */
    setBudgets: (settings: BudgetSettings) => post({ kind: 'set-budgets', settings }),

    /** What gateways say that a month has cost. Rejects with a Refusal where none answers. */
    gatewayUsage: (asked: AskedMonth): Promise<StatedFigure[]> =>
      asker.ask('gatewayUsage', asked, { timeoutMs: gatewayCallTimeoutMs }),

    async stop() {
      asker.close('Wheelhouse is stopping.')
      transcripts.stop()
      searcher.stop()
      post({ kind: 'stop' })
      await Promise.race([stopped.promise, Bun.sleep(2_000)])
      worker.terminate()
    },
  }
}
