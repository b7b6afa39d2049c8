import type { ActivityEntry } from '../activity/activity-entry.ts'
import { oneLine } from '../lib/plain-text.ts'
import type { LogLevel } from './log-line.ts'

/**
 * An entry of the activity as a line of a log: an object with its words, and with its session, so that what went wrong in
 * many sessions is one kind of error, and each leads to its session.
 */
export function activityLine(entry: ActivityEntry): string {
  const { level, msg } = wordsOf(entry)
  const sessionId = 'sessionId' in entry ? entry.sessionId : null
  const title = 'title' in entry ? entry.title : null
  return JSON.stringify({
    time: entry.at,
    level,
    msg: oneLine(msg),
    ...(sessionId !== null && { sessionId }),
    ...(title !== null && { title }),
  })
}

const because = (reason: string | null) => (reason === null ? '' : `: ${reason}`)

function wordsOf(entry: ActivityEntry): { level: LogLevel; msg: string } {
  switch (entry.kind) {
    case 'session.started':
      return { level: 'info', msg: `${entry.agent} began a session` }
    case 'subagent.started':
      return { level: 'info', msg: `${entry.by ?? 'An agent'} started ${entry.agent} as a sub-agent` }
    case 'session.finished':
      return { level: 'info', msg: `${entry.agent} finished` }
    case 'session.waits':
      return { level: 'warn', msg: `${entry.agent} waits${because(entry.reason)}` }
    case 'session.stopped': {
      const isBad = entry.how === 'failed' || entry.how === 'timed-out'
      return { level: isBad ? 'error' : 'warn', msg: `${entry.agent} ${stopped[entry.how]}${because(entry.reason)}` }
    }
    case 'context.filling':
      return { level: 'warn', msg: `${entry.agent} has ${Math.round(entry.percent)} % of its context full` }
    case 'cron.ran':
      return entry.status === 'ok'
        ? { level: 'info', msg: `cron ${entry.job} ran` }
        : {
            level: 'error',
            msg: `cron ${entry.job} ${entry.status === 'timed-out' ? 'ran out of time' : 'failed'}${because(entry.error)}`,
          }
    case 'acted':
      return {
        level: entry.stage === 'failed' ? 'error' : 'info',
        msg: `${entry.who}: ${entry.action}, ${entry.stage}`,
      }
    case 'budget.crossed':
      return { level: 'warn', msg: `the budget ${entry.budget} is at ${entry.level} %` }
    case 'incident.raised':
      return { level: entry.severity === 'severe' ? 'error' : 'warn', msg: `alert: ${entry.title}` }
    case 'incident.over':
      return { level: 'info', msg: `alert over: ${entry.title}` }
    case 'source.lost':
      return { level: 'error', msg: `${entry.runtime} cannot be read any more` }
    case 'source.found':
      return { level: 'info', msg: `${entry.runtime} can be read again` }
  }
}

const stopped = { failed: 'failed', 'timed-out': 'ran out of time', killed: 'was stopped', stalled: 'stalled' } as const
