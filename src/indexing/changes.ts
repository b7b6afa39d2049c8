import { readRecentRows } from '../activity/recent-rows.ts'
import { watchBudgets } from '../costs/budgets/watch-budgets.ts'
import type { GatewayContact, GatewayState } from '../facts/gateway.ts'
import { type CommandLine, isCommandLine } from '../facts/runtimes.ts'
import type { SourceReport } from '../facts/source.ts'
import type { Statement, Witness } from '../facts/testimony.ts'
import type { Work } from '../health/kept-measures.ts'
import { createGatewayStates } from '../overview/gateway-states.ts'
import { createOverallStatus } from '../overview/status.ts'
import { type BudgetSettings, createReadSide, type ReadSettings } from '../reader/read-side.ts'
import { createLiveState } from '../sessions/live-state.ts'
import { latestByFolder } from '../sessions/read-sessions.ts'
import type { Session } from '../sessions/session.ts'
import { isActive } from '../sessions/state.ts'
import type { Store } from '../store/store.ts'
import type { ChangeEvent } from './change-event.ts'
import type { FromIndexer, FromWorker } from './messages.ts'
import { createOpenTurns } from './open-turns.ts'
import { watchOutside } from './outside.ts'
import { createChangePublisher } from './publish-changes.ts'
import { createWatched } from './watched.ts'

type Deps = {
  index: Store
  settings: ReadSettings
  post: (message: FromWorker) => void
  publish: (event: ChangeEvent) => void
  now: () => number
  /** Whether the files that agents wrote are watched for changes from outside. */
  watchesFiles?: boolean | undefined
}

export type Changes = ReturnType<typeof createChanges>

/**
 * Reports the index to the main thread while pages are served: events, the overall status, the rows of the last day, the
 * budgets. All of it is read in the thread that commits, because the main thread serves sockets.
 */
export function createChanges({ index, settings: first, post, publish, now, watchesFiles = false }: Deps) {
  const settings = { ...first }
  const liveState = createLiveState()
  const { agents, sessions, costs, crons, budgets, burns, files } = createReadSide(index, settings, { liveState, now })
  const gateways = createGatewayStates()
  const sources = { trouble: null as string | null, reports: [] as SourceReport[] }
  const watched = createWatched({
    burns,
    conflicts: files.conflicts,
    isDone: () => isDone,
    now,
    onError: failed('what is worth a look could not be found'),
  })
  const status = createOverallStatus({
    sessions,
    crons,
    watched: () => ({ budgets: budgets.passed(), ...watched.last }),
    indexing: () => sources,
    gateways: gateways.all,
    now,
  })
  let isDone = false
  let outside: ReturnType<typeof watchOutside> | undefined
  const budgetWatch = watchBudgets({
    check: () => post({ kind: 'budgets', states: budgets.states() }),
    isDone: () => isDone && settings.budgets.length > 0,
    onError: failed('the budgets could not be examined'),
  })
  const publisher = createChangePublisher({
    publish(event) {
      publish(event)
      if (event.kind === 'costs.changed') budgetWatch.sumsChanged()
    },
    mirror: (change) => post({ kind: 'live-state', change }),
    showStatus: (standing) => post({ kind: 'standing', standing }),
    agents,
    sessions,
    liveState,
    costs,
    crons,
    status,
    gateways,
    now,
    timezone: settings.timezone,
    onError: failed('changes of the index could not be published'),
  })

  function failed(message: string) {
    return (error: unknown) => post({ kind: 'error', message, stack: (error as Error).stack ?? String(error) })
  }

  /** Once history is read, it is known which files agents wrote. */
  function startOutside() {
    const started = watchOutside({
      index,
      sessions,
      now,
      publish,
      filesTouched: watched.filesTouched,
      onError: failed('changes of files from outside could not be noticed'),
    })
    started.learned()
    return started
  }

  /** Posts the rows of the last day: before anything is published, and again before history is reported as read. */
  function postRecentRows() {
    try {
      post({ kind: 'recent', rows: readRecentRows({ agents, sessions, crons }, now()) })
    } catch (error) {
      failed('the rows of the last day could not be read')(error)
    }
  }

  let recentRows: { at: number; rows: ReturnType<typeof latestByFolder> } | undefined

  /** What a gateway runs is known from it, for as long as there is contact. */
  const isWithoutGateway = ({ runtime, agentId }: Pick<Session, 'runtime' | 'agentId'>) =>
    isCommandLine(runtime) || (runtime === 'openclaw' && !liveState.hasContact(agentId))

  const findOpenTurns = (ids: string[]) =>
    sessions
      .byIds(ids)
      .filter(({ state, witness, ...session }) => isActive(state) && isWritten(witness) && isWithoutGateway(session))
      .flatMap(({ id, runtime, key, projectPath, lastAt }) =>
        key === null ? [] : [{ id, turn: { runtime, key, folder: projectPath, lastAt } }],
      )

  const openTurns = createOpenTurns({ everyId: status.remembered, find: findOpenTurns, now })

  postRecentRows()
  publisher.progressed({ done: false })
  publisher.start()

  return {
    /** Handles a message of the indexer, and passes it on to the main thread. */
    handle(message: FromIndexer) {
      switch (message.kind) {
        case 'committed':
          openTurns.somethingChanged()
          return message.live ? publisher.committed(message.touched) : undefined
        case 'progress':
          isDone = message.done
          if (isDone) {
            postRecentRows()
            watched.look()
            if (watchesFiles) outside ??= startOutside()
          }
          post(message)
          publisher.progressed(message)
          return isDone ? budgetWatch.sumsChanged() : undefined
        case 'reports':
          sources.reports = message.reports
          post(message)
          return publisher.reported(message.reports)
        case 'trouble':
          sources.trouble = message.message
          post(message)
          return publisher.troubled()
      }
    },

    /** The newest session of each folder in which a command line was active within the last quarter of an hour. */
    recent(runtime: CommandLine) {
      const at = now()
      if (!recentRows || !openTurns.isCurrent(recentRows.at, at))
        recentRows = { at, rows: latestByFolder(index, at - recentMs) }
      return recentRows.rows.filter((row) => row.runtime === runtime)
    },

    /** Whether a session of a command line waits for a person, by what is written and what witnesses say. */
    isWaiting(runtime: CommandLine, key: string) {
      const id = sessions.idOfKey(runtime, key)
      const [session] = id === null ? [] : sessions.byIds([id])
      if (session) return session.state === 'waiting'
      // Its first line is not read yet.
      return liveState.testimoniesOf(runtime, key).some(({ says }) => says === 'waiting')
    },

    filesTouched() {
      watched.filesTouched()
      outside?.learned()
    },

    gatewaySaid: publisher.gatewaySaid,

    /** Budgets were set or removed: what is said of them is said anew. */
    budgetsSet(now: BudgetSettings) {
      Object.assign(settings, now)
      publisher.budgetsSet()
    },

    stated(statement: Statement) {
      openTurns.somethingChanged()
      publisher.stated(statement)
    },

    /** The sessions that are in the middle of a turn by what was written, and by nothing else. */
    openTurns: openTurns.list,
    onChange: openTurns.onChange,

    gatewaysChanged(states: GatewayState[], contacts: GatewayContact[]) {
      openTurns.somethingChanged()
      post({ kind: 'gateways', states })
      publisher.gatewaysChanged(states, contacts)
    },

    /** Tokens per minute of all agents in the five minutes before each of these moments (ms). */
    tokensPerMinute: (moments: readonly number[]): number[] => moments.map(costs.tokensPerMinute),

    /** What agents spend a minute just before a moment (ms), and how many sessions are in which state. */
    work: (at: number): Work => ({ usdPerMinute: costs.usdPerMinute(at), sessions: status.states() }),

    stop() {
      publisher.stop()
      budgetWatch.stop()
      watched.stop()
      outside?.stop()
    },
  }
}

const recentMs = 15 * 60_000

const isWritten = (witness: Witness) => witness === 'store' || witness === 'transcript'
