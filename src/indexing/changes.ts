import { readRecentRows } from '../activity/recent-rows.ts'
import { watchBudgets } from '../costs/budgets/watch-budgets.ts'
import type { GatewayContact, GatewayState } from '../facts/gateway.ts'
import type { SourceReport } from '../facts/source.ts'
import { createGatewayStates } from '../overview/gateway-states.ts'
import { createOverallStatus } from '../overview/status.ts'
import { createReadSide, type ReadSettings } from '../reader/read-side.ts'
import { createLiveState } from '../sessions/live-state.ts'
import type { Store } from '../store/store.ts'
import type { ChangeEvent } from './change-event.ts'
import type { FromIndexer, FromWorker } from './messages.ts'
import { createChangePublisher } from './publish-changes.ts'

type Deps = {
  index: Store
  settings: ReadSettings
  tell: (message: FromWorker) => void
  publish: (event: ChangeEvent) => void
  now: () => number
}

export type Changes = ReturnType<typeof createChanges>

/**
 * What the main thread is told of the index while pages are served: events, how things stand as a whole, the rows of
 * the last day, how budgets stand. All of it is read in the thread that commits, so that none of it is read where
 * sockets are served.
 */
export function createChanges({ index, settings, tell, publish, now }: Deps) {
  const liveState = createLiveState()
  const { agents, sessions, costs, crons, budgets } = createReadSide(index, settings, { liveState, now })
  const gateways = createGatewayStates()
  const sources = { trouble: null as string | null, reports: [] as SourceReport[] }
  const status = createOverallStatus({
    sessions,
    crons,
    budgets: budgets.passed,
    indexing: () => sources,
    gateways: gateways.all,
    now,
  })
  let isDone = false
  const budgetWatch = watchBudgets({
    check: () => tell({ kind: 'budgets', states: budgets.states() }),
    isDone: () => isDone && settings.budgets.length > 0,
    onError: failed('the budgets could not be examined'),
  })
  const publisher = createChangePublisher({
    publish(event) {
      publish(event)
      if (event.kind === 'costs.changed') budgetWatch.sumsChanged()
    },
    mirror: (change) => tell({ kind: 'live-state', change }),
    showStatus: (standing) => tell({ kind: 'standing', standing }),
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
    return (error: unknown) => tell({ kind: 'error', message, stack: (error as Error).stack ?? String(error) })
  }

  /** Tells the rows of the last day: before anything is published, and again before history is said to be read. */
  function tellRecentRows() {
    try {
      tell({ kind: 'recent', rows: readRecentRows({ agents, sessions, crons }, now()) })
    } catch (error) {
      failed('the rows of the last day could not be read')(error)
    }
  }

  tellRecentRows()
  publisher.progressed({ done: false })
  publisher.start()

  return {
    /** Takes what the indexer says, and passes on what the main thread is told of it. */
    indexed(message: FromIndexer) {
      switch (message.kind) {
        case 'committed':
          return message.live ? publisher.committed(message.touched) : undefined
        case 'progress':
          isDone = message.done
          if (isDone) tellRecentRows()
          tell(message)
          publisher.progressed(message)
          return isDone ? budgetWatch.sumsChanged() : undefined
        case 'reports':
          sources.reports = message.reports
          tell(message)
          return publisher.reported(message.reports)
        case 'trouble':
          sources.trouble = message.message
          tell(message)
          return publisher.troubled()
      }
    },

    gatewaySaid: publisher.gatewaySaid,

    gatewaysChanged(states: GatewayState[], contacts: GatewayContact[]) {
      tell({ kind: 'gateways', states })
      publisher.gatewaysChanged(states, contacts)
    },

    /** What all agents used a minute in the five minutes before each of these moments (ms). */
    tokensPerMinute: (moments: readonly number[]): number[] => moments.map(costs.tokensPerMinute),

    stop() {
      publisher.stop()
      budgetWatch.stop()
    },
  }
}
