import type { Finding } from '../../facts/source.ts'
import type { StatedFigure } from '../../facts/stated-figure.ts'
import { oneLine } from '../../lib/plain-text.ts'
import { agentOf, figureOfLog, figureOfPoint } from './figures.ts'
import { type LogRecord, logRecordsIn, type SumPoint, sumPointsIn } from './signals.ts'

const maxSessions = 5_000
/** Points of one session that are taken back at most once its requests are told. */
const maxPoints = 500
const maxServices = 20
const maxReasons = 20

/** Whether requests of a session are known, from whatever run of the program. */
export type IsTold = (figure: Pick<StatedFigure, 'runtime' | 'sessionKey'>) => boolean

/**
 * Turns what agents send over OTLP into figures. Requests are told one by one in logs and summed up in metrics: of a
 * session whose requests are told the sums count nothing, whichever came first.
 */
export function createSignals({ now, isTold }: { now: () => number; isTold: IsTold }) {
  /** The points that were passed on of sessions whose requests are not told. */
  const points = new Map<string, StatedFigure[]>()
  const foreign = new Map<string, number>()
  const refused = new Map<string, number>()

  const sessionOf = ({ runtime, sessionKey }: StatedFigure) => `${runtime} ${sessionKey}`

  function take<Entry extends { service: string }>(
    entries: Entry[],
    read: (entry: Entry, now: number) => ReturnType<typeof figureOfLog>,
  ): StatedFigure[] {
    const at = now()
    return entries.flatMap((entry) => {
      if (!agentOf(entry.service)) {
        add(foreign, oneLine(entry.service).slice(0, 100) || 'no name', maxServices)
        return []
      }
      const stated = read(entry, at)
      if (!stated) return []
      if ('reason' in stated) {
        add(refused, stated.reason, maxReasons)
        return []
      }
      return stated.isRequest ? ofRequest(stated.figure) : ofPoint(stated.figure)
    })
  }

  function ofRequest(figure: StatedFigure): StatedFigure[] {
    const session = sessionOf(figure)
    const before = points.get(session) ?? []
    points.delete(session)
    // A figure that is said again under its key replaces the other.
    return [...before.map((point) => takenBack(point, figure.saidAt)), figure]
  }

  function ofPoint(figure: StatedFigure): StatedFigure[] {
    const session = sessionOf(figure)
    if (!points.has(session) && isTold(figure)) return []
    if (!points.has(session)) forgetOldest(points)
    const known = points.get(session) ?? []
    points.set(session, [...known.filter(({ key }) => key !== figure.key), figure].slice(-maxPoints))
    return [figure]
  }

  return {
    logs: (body: unknown): StatedFigure[] => take<LogRecord>(logRecordsIn(body), figureOfLog),
    metrics: (body: unknown): StatedFigure[] => take<SumPoint>(sumPointsIn(body), figureOfPoint),

    /** What of it is not an agent's, or cannot be used. */
    findings: (): Finding[] => [
      ...[...foreign].map(
        ([service, records]): Finding => ({
          level: 'info',
          code: 'otlp-foreign',
          message: `Of what “${service}” sends over OTLP (${records === 1 ? 'one record' : `${records} records`}) nothing is kept: it is no agent that is known here.`,
          fix: null,
        }),
      ),
      ...[...refused].map(
        ([reason, records]): Finding => ({
          level: 'warn',
          code: 'otlp-refused',
          message: `Of what agents send over OTLP ${records === 1 ? 'one record' : `${records} records`} could not be used: ${reason}.`,
          fix: null,
        }),
      ),
    ],
  }
}

/** There may be very many sessions: those that were met first are forgotten. */
function forgetOldest(sessions: Map<string, unknown>) {
  const [oldest] = sessions.keys()
  if (sessions.size >= maxSessions && oldest !== undefined) sessions.delete(oldest)
}

const takenBack = (point: StatedFigure, saidAt: number): StatedFigure => ({
  ...point,
  usd: point.usd === null ? null : 0,
  tokens: point.tokens === null ? null : 0,
  saidAt: Math.max(saidAt, point.saidAt + 1),
})

function add(counts: Map<string, number>, name: string, max: number) {
  const known = counts.has(name) || counts.size < max ? name : 'others'
  counts.set(known, (counts.get(known) ?? 0) + 1)
}
