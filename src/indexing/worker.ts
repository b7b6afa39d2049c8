import { createRepricing, pricesName } from '../costs/ledger/reprice.ts'
import { createOverrides } from '../costs/pricing/overrides.ts'
import { bookEdition, bundledPrices } from '../costs/pricing/price-book.ts'
import type { AddedGateway, TriedGateway } from '../facts/added-gateway.ts'
import type { ApprovalAnswer, TakingPart } from '../facts/approval.ts'
import type { GatewayDoor, GatewaySignal, GatewayWork } from '../facts/gateway.ts'
import type { Runtime } from '../facts/runtimes.ts'
import type { ActedSession, ActTaken, SessionAct, SessionOffer } from '../facts/session-act.ts'
import type { Batch } from '../facts/source.ts'
import type { AskedMonth, StatedFigure } from '../facts/stated-figure.ts'
import type { StatuslineWord } from '../facts/statusline.ts'
import type { Work } from '../health/kept-measures.ts'
import { sweepCopies } from '../lib/foreign-database.ts'
import { Refusal } from '../lib/refusal.ts'
import { releaseMemory } from '../lib/release-memory.ts'
import { sweepMemory } from '../lib/sweep-memory.ts'
import { dropSpareBuffer } from '../lib/tail.ts'
import { type Call, createAnswerer } from '../lib/thread-rpc.ts'
import { type ApprovalHub, createApprovalHub } from '../sources/approval-hub.ts'
import type { SessionDoors } from '../sources/common/session-doors.ts'
import { openSessionDoors } from '../sources/create-session-doors.ts'
import type { CallParams, GatewayCall } from '../sources/openclaw/gateway/calls.ts'
import { deviceFrom } from '../sources/openclaw/gateway/device.ts'
import { followGateways, noDoor } from '../sources/openclaw/gateway/gateways.ts'
import { watchPairing } from '../sources/openclaw/gateway/pairing.ts'
import type { GatewayRead, ReadParams } from '../sources/openclaw/gateway/reads.ts'
import { tryGateway } from '../sources/openclaw/gateway/try-gateway.ts'
import type { createOpenClaw } from '../sources/openclaw/openclaw.ts'
import { createApprovalDoors, createWitnesses } from '../sources/sources.ts'
import { openStore, StoreTooNew } from '../store/store.ts'
import { type BackfillMethods, type BackfillThread, backfillInThread, readInGroups } from './backfill.ts'
import type { ChangeEvent } from './change-event.ts'
import { type Changes, createChanges } from './changes.ts'
import { createIndexer } from './indexer.ts'
import type { FromIndexer, FromWorker, SourceConfig, Start, ToWorker } from './messages.ts'
import { sourcesFor } from './sources-for.ts'
import { createStatuslines } from './statuslines.ts'
import { createWriter } from './writer.ts'

/**
 * The thread that reads the sources: it owns the write connection of index.sqlite, prices what the sources say, and
 * commits it. The main thread starts it with a message and asks its methods; nothing else is shared.
 */
declare const self: Worker

let events: ChangeEvent[] = []

/** Events of one turn of the event loop travel together, and no later message overtakes them. */
function publish(event: ChangeEvent) {
  if (events.push(event) === 1) queueMicrotask(sendEvents)
}

function sendEvents() {
  if (events.length === 0) return
  self.postMessage({ kind: 'events', events } satisfies FromWorker)
  events = []
}

function post(message: FromWorker) {
  sendEvents()
  self.postMessage(message)
  // The heap that a history needed is given back once it is read, and some of it meanwhile and behind each later pass.
  if (message.kind === 'progress' && message.done) {
    dropSpareBuffer()
    releaseMemory()
  } else if (message.kind === 'progress' || message.kind === 'reports') sweepMemory()
}

let stop: (() => Promise<void>) | undefined

let changes: Changes | undefined

let keep: ((runtime: Runtime, batch: Batch) => void) | undefined

let askGateways: ((asked: AskedMonth) => Promise<StatedFigure[]>) | undefined

let told: ReturnType<typeof followGateways> | undefined

let pairing: ReturnType<typeof watchPairing> | undefined

/** What was wanted of gateways before they were followed. */
let addedGateways: readonly AddedGateway[] = []
let watchesPairing = false

let introduction: { seed: string; version: string; platform: string } | undefined

let approvals: ApprovalHub | undefined

let sessionDoors: SessionDoors | undefined

let stopFindings: (() => void) | undefined

const findingsMs = 2_000

/** What was wanted before there were doors. */
let takingPart: TakingPart | undefined

const methods = {
  /** Gives an answer to the runtime that asked; a refusal crosses with its sentence. */
  async answerApproval({ id, answer }: { id: string; answer: ApprovalAnswer }) {
    if (!approvals) throw new Refusal('unavailable', 'Wheelhouse is still starting. Try again in a moment.')
    await approvals.answer(id, answer)
  },

  /** What can be done to each of these sessions just now, in their order. */
  async offerSessions(sessions: ActedSession[]): Promise<SessionOffer[]> {
    const doors = sessionDoors
    if (!doors) throw new Refusal('unavailable', 'Wheelhouse is still starting. Try again in a moment.')
    return Promise.all(sessions.map((session) => doors.offer(session)))
  },

  /** Has something done to a session; a refusal crosses with its sentence. */
  async actOnSession({ session, act, id }: { session: ActedSession; act: SessionAct; id: string }): Promise<ActTaken> {
    if (!sessionDoors) throw new Refusal('unavailable', 'Wheelhouse is still starting. Try again in a moment.')
    return sessionDoors.act(session, act, id)
  },

  /** Commits what was read out of a transcript beside the sources; rejects where that cannot be written. */
  keep({ runtime, batch }: { runtime: Runtime; batch: Batch }) {
    if (!keep) throw new Refusal('unavailable', 'The index is not open yet. Try again in a moment.')
    keep(runtime, batch)
  },

  /** Tokens per minute of all agents in the five minutes before each of these moments (ms); null while unknown. */
  tokensPerMinute: (moments: number[]): (number | null)[] =>
    changes?.tokensPerMinute(moments) ?? moments.map(() => null),

  /** What agents spend a minute just before a moment (ms), and how many sessions are in which state; null while unknown. */
  work: (at: number): Work | null => changes?.work(at) ?? null,

  /** One call that changes something at the gateway of a home; a refusal crosses with its sentence. */
  callGateway({ home, name, params }: { home: string; name: GatewayCall; params: CallParams<GatewayCall> }) {
    if (!told) throw new Refusal('unavailable', 'No gateway is connected here.')
    return told.act(home, name, params)
  },

  /** One question to a gateway; a refusal crosses with its sentence. */
  askGateway({ place, name, params }: { place: string; name: GatewayRead; params: ReadParams<GatewayRead> }) {
    if (!told) throw new Refusal('unavailable', 'No gateway is connected here.')
    return told.ask(place, name, params)
  },

  /** Whether a gateway answers at an address, with a token that is not kept. */
  tryGateway({ url, token }: AddedGateway): Promise<TriedGateway> {
    if (!introduction) throw new Refusal('unavailable', 'No gateway is spoken to here.')
    const { seed, version, platform } = introduction
    return tryGateway({ url, token, device: deviceFrom(seed), version, platform })
  },

  /** How the gateway of a home can be told something. */
  gatewayDoor: (home: string): GatewayDoor => told?.door(home) ?? noDoor,

  /** The work that goes on in the gateway of a home; null where it does not say. */
  gatewayWork: (home: string): Promise<GatewayWork[] | null> => told?.workIn(home) ?? Promise.resolve(null),

  /** Sends a signal to the proven process of a gateway; a refusal crosses with its sentence. */
  signalGateway({ home, pid, signal }: { home: string; pid: number; signal: GatewaySignal }) {
    if (!told) throw new Refusal('unavailable', 'No gateway is followed here.')
    told.signal(home, pid, signal)
  },

  /** What gateways say that a month has cost, asked of them for a person; a refusal crosses with its sentence. */
  async gatewayUsage(asked: AskedMonth): Promise<StatedFigure[]> {
    if (!askGateways) throw new Refusal('unavailable', 'No gateway is connected here.')
    return askGateways(asked)
  },

  /** The history of one source; asked of a thread that was started for it. */
  async *backfill({ config, number }: Parameters<BackfillMethods['backfill']>[0], { signal }: Call) {
    const source = sourcesFor(config)[number]
    if (!source) throw new Error(`There is no source with the number ${number}.`)
    yield* readInGroups(source, signal)
  },
}

export type WorkerMethods = typeof methods

const answerer = createAnswerer(methods, post)

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  switch (data.kind) {
    case 'start':
      return begin(data)
    case 'stop':
      return void (stop?.() ?? Promise.resolve()).then(() => post({ kind: 'stopped' }))
    case 'set-budgets':
      return void changes?.budgetsSet(data.settings)
    case 'set-gateways':
      addedGateways = data.gateways
      return void told?.setAdded(addedGateways)
    case 'watch-pairing':
      watchesPairing = data.isWanted
      return void pairing?.set(watchesPairing)
    case 'take-part':
      takingPart = data.wanted
      return void approvals?.takePart(data.wanted)
    default:
      return answerer.receive(data)
  }
}

/** Reads a history in another thread of this same file. */
function backfillThread(config: SourceConfig): BackfillThread {
  return {
    async backlog(number) {
      // The first batch of a pass says how many bytes there are.
      const { signal } = new AbortController()
      for await (const { progress } of sourcesFor(config)[number]!.read(() => undefined, signal)) return progress.bytes
      return 0
    },
    read: (number, signal) =>
      backfillInThread(() => new Worker(import.meta.url, { type: 'module', smol: true }), { config, number }, signal),
  }
}

function begin({
  indexPath,
  prices = [],
  watch,
  read,
  publish: settings,
  watchFiles,
  gateway,
  backfillFromBytes,
  ...config
}: Start) {
  let store: ReturnType<typeof openStore>
  let writer: ReturnType<typeof createWriter>
  const pricing = { book: bundledPrices, overrides: createOverrides(prices), edition: bookEdition }
  try {
    store = openStore('index', indexPath)
    // An index of an older version is whole once its writer is there.
    writer = createWriter(store.$client, pricing, Date.now, { leavesIndexes: !watch })
  } catch (error) {
    return post({
      kind: 'open-failed',
      message:
        error instanceof StoreTooNew
          ? error.message
          : `The index ${indexPath} cannot be opened: ${(error as Error).message}. Move it away, and it is built anew from the stores.`,
    })
  }
  keep = (runtime, batch) => {
    writer.commit(runtime, [batch])
    changes?.filesTouched()
  }
  if (settings)
    changes = createChanges({ index: store, settings, post, publish, now: Date.now, watchesFiles: watchFiles })
  const fromIndexer = (message: FromIndexer) => {
    if (changes) changes.handle(message)
    else if (message.kind !== 'committed') post(message)
  }
  post({ kind: 'opened' })
  sweepCopies()
  let gateways: ReturnType<typeof followGateways> | undefined
  let source: ReturnType<typeof createOpenClaw> | undefined
  const makeSources = () => {
    const sources = sourcesFor(config, () => gateways?.findings() ?? [])
    source = sources[0]
    return sources
  }
  const stopping = new AbortController()
  // Stored calls are priced again first, so that all sums are of the same prices when new ones join them.
  const startReading = () => {
    return createIndexer({
      writer,
      makeSources: read ? makeSources : () => [],
      watch,
      post: fromIndexer,
      backfill: backfillThread(config),
      backfillFromBytes,
    })
  }
  let indexer: ReturnType<typeof startReading> | undefined
  const repricing = createRepricing(store.$client, pricing, pricesName(prices))
  if (!read || repricing.isCurrent()) indexer = startReading()
  else
    void priceAgain(repricing, watch, stopping.signal, fromIndexer).then(() => {
      if (!stopping.signal.aborted) indexer = startReading()
    })
  if (watch && read && gateway)
    gateways = followGateways({
      ...config.openclaw,
      settings: gateway,
      now: Date.now,
      namesOf: (home) => source?.namesOf(home),
      wake: (home, agent) => source?.nudge(home, agent),
      said: (said) => changes?.gatewaySaid(said),
      changed(states, contacts, added) {
        changes?.gatewaysChanged(states, contacts)
        post({ kind: 'added-gateways', states: added })
        indexer?.postReports()
      },
    })
  const statuslines = createStatuslines({
    writer,
    state: (figures) => post({ kind: 'figures', figures }),
    now: Date.now,
  })
  if (watch && read && config.statuslineFolder !== undefined) statuslines.hearKept(config.statuslineFolder)
  const stopWitnesses =
    watch && read && changes && config.witnesses !== false
      ? watchWitnesses(config, changes, (word) => statuslines.hear([word]))
      : undefined
  if (watch && read && changes) {
    const hub = createApprovalHub(
      createApprovalDoors({ ...config, gateways, isWaiting: changes.isWaiting }),
      (statement) => post({ kind: 'approvals', statement }),
    )
    approvals = hub
    stopFindings = postFindings(hub)
    if (takingPart) approvals.takePart(takingPart)
  }
  if (watch && read) sessionDoors = openSessionDoors({ ...config, gateways })
  told = gateways
  introduction = gateway
  if (gateways) {
    const { usage, targets } = gateways
    gateways.setAdded(addedGateways)
    pairing = watchPairing({ targets, said: (statement) => post({ kind: 'pairing', statement }) })
    pairing.set(watchesPairing)
    askGateways = async (asked) => {
      const { figures, limits } = await usage(asked)
      statuslines.keepLimits('openclaw', limits)
      return figures
    }
  }
  stop = async () => {
    stopping.abort()
    stopFindings?.()
    approvals?.close()
    sessionDoors = undefined
    told = undefined
    askGateways = undefined
    pairing?.stop()
    gateways?.stop()
    stopWitnesses?.()
    changes?.stop()
    indexer?.stop()
    await Promise.race([indexer?.finished, Bun.sleep(1_000)])
    if (!watch) foldOrLeave(writer)
    store.$client.close()
  }
}

/** Says what is to be known of the doors of approvals whenever that has changed. */
function postFindings(hub: ApprovalHub) {
  let posted = '[]'
  const looking = setInterval(() => {
    const findings = hub.findings()
    const text = JSON.stringify(findings)
    if (text === posted) return
    posted = text
    post({ kind: 'approval-findings', findings })
  }, findingsMs)
  return () => clearInterval(looking)
}

/** Where the disk is full, the journal stays as it is: nothing is lost with it. */
function foldOrLeave(writer: ReturnType<typeof createWriter>) {
  try {
    writer.foldJournal()
  } catch (error) {
    post({ kind: 'error', message: 'the journal of the index could not be folded in', stack: String(error) })
  }
}

/** Has everyone who can say what sessions do just now say so; the returned function ends that. */
function watchWitnesses(
  { folders, hookFolders = [] }: SourceConfig,
  { stated, ...sessions }: Pick<Changes, 'stated' | 'openTurns' | 'onChange' | 'recent'>,
  statusline: (word: StatuslineWord) => void,
) {
  const stops = (folders ? createWitnesses(folders, sessions, hookFolders, statusline) : []).map((witness) =>
    witness.watch(stated),
  )
  return () => {
    for (const stop of stops) stop()
  }
}

const retryMs = 2_000

/** Prices the stored calls again, and retries while the disk is full; a caller who wanted a single pass gets the trouble at once. */
async function priceAgain(
  repricing: ReturnType<typeof createRepricing>,
  watch: boolean,
  signal: AbortSignal,
  report: (message: FromIndexer) => void,
) {
  while (!signal.aborted)
    try {
      await repricing.run(signal, (rowsDone, rows) => post({ kind: 'pricing', rowsDone, rows }))
      report({ kind: 'trouble', message: null })
      return
    } catch (error) {
      report({ kind: 'trouble', message: `Stored usage cannot be priced again: ${(error as Error).message}.` })
      if (!watch) return
      await Bun.sleep(retryMs)
    }
}
