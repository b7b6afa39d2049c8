import type { ActivityEntry } from '../activity/activity-entry.ts'
import type { AgentDetails } from '../agents/agent.ts'
import type { AttentionItem } from '../attention/need.ts'
import type { CronJob, CronRun } from '../crons/cron.ts'
import type { GatewayState } from '../facts/gateway.ts'
import type { SourceReport } from '../facts/source.ts'
import type { Reading } from '../health/reading.ts'
import { verdictForScreen } from '../overview/verdict.ts'
import type { Session } from '../sessions/session.ts'
import type { PublishedEvent } from './events.ts'

/**
 * What a screen on a wall may know: names, states and numbers; no prompt, command, path, key or error. One place, for
 * answers and events alike.
 */
export const sessionForScreen = <S extends Session>(session: S): S => ({
  ...session,
  key: null,
  title: null,
  reason: null,
  projectPath: null,
  branch: null,
})

/** How an agent is and what it costs; not with whom and on what errands it works. */
export const agentForScreen = (agent: AgentDetails): AgentDetails => ({
  ...agent,
  models: [],
  crons: [],
  worksWith: [],
})

export const jobForScreen = (job: CronJob): CronJob => ({ ...job, lastError: null })

export const runForScreen = (run: CronRun): CronRun => ({ ...run, error: null, summary: null })

/** Paths are words of somebody's; a screen needs only how full a disk is. */
export const readingForScreen = (reading: Reading): Reading => ({
  ...reading,
  machine: {
    ...reading.machine,
    disks: reading.machine.disks.map((disk) => ({ ...disk, path: '', device: '' })),
  },
  diskFull: reading.diskFull && { ...reading.diskFull, path: '' },
})

export const sourceForScreen = (source: SourceReport): SourceReport => ({ ...source, detail: '', findings: [] })

export const gatewayForScreen = (gateway: GatewayState): GatewayState => ({ ...gateway, home: '', words: '' })

export const attentionItemForScreen = (need: AttentionItem): AttentionItem => ({ ...need, title: null, reason: null })

export function activityEntryForScreen(line: ActivityEntry): ActivityEntry {
  switch (line.kind) {
    case 'session.started':
    case 'subagent.started':
    case 'session.finished':
    case 'context.filling':
      return { ...line, title: null }
    case 'session.stopped':
    case 'session.waits':
      return { ...line, title: null, reason: null }
    case 'cron.ran':
      return { ...line, error: null }
    case 'acted':
      return { ...line, who: 'Somebody' }
    case 'source.lost':
    case 'source.found':
    case 'budget.crossed':
      return line
  }
}

/** What a screen hears of an event; undefined where it hears nothing, as of a kind that has no rule here. */
export function eventForScreen(event: PublishedEvent): PublishedEvent | undefined {
  switch (event.kind) {
    case 'session.changed':
      return { ...event, session: sessionForScreen(event.session) }
    case 'cron.changed':
      return { ...event, job: jobForScreen(event.job) }
    case 'cron.ran':
      return { ...event, run: runForScreen(event.run) }
    case 'source.changed':
      return { ...event, source: sourceForScreen(event.source) }
    case 'health.read':
      return { ...event, reading: readingForScreen(event.reading) }
    case 'gateway.changed':
      return { ...event, gateway: gatewayForScreen(event.gateway) }
    case 'logged':
      return { ...event, line: activityEntryForScreen(event.line) }
    case 'overview.changed': {
      const { standing } = event
      return {
        ...event,
        standing: {
          ...standing,
          verdict: verdictForScreen(standing.verdict),
          attention: standing.attention.map(attentionItemForScreen),
        },
      }
    }
    case 'agent.changed':
    case 'costs.changed':
    case 'budget.crossed':
    case 'indexed':
      return event
    case 'session.streamed':
    case 'audited':
      return undefined
    default:
      event satisfies never
      return undefined
  }
}
