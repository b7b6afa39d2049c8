import type { Finding, SourceReport } from '../facts/source.ts'
import type { Store } from '../store/store.ts'

export type Doctor = ReturnType<typeof createDoctor>

/** A finding together with the part of the product that it is about. */
export type Diagnosis = Finding & { about: string }

/** Collects the findings of every source and of Wheelhouse itself. */
export function createDoctor(
  index: Store,
  { reports, own }: { reports: () => SourceReport[]; own: () => Diagnosis[] },
) {
  const unreadByUnit = () =>
    index.$client
      .query<{ host: string; runtime: string; unit: string; n: number; place: string; reason: string }, []>(
        'SELECT host, runtime, unit, count(*) AS n, min(place) AS place, reason FROM unread GROUP BY host, runtime, unit ORDER BY n DESC LIMIT 100',
      )
      .all()

  return {
    examine(): { healthy: boolean; sources: SourceReport[]; findings: Diagnosis[] } {
      const sources = reports()
      const findings: Diagnosis[] = [
        ...own(),
        ...sources.flatMap((source) => source.findings.map((finding) => ({ ...finding, about: source.runtime }))),
        ...unreadByUnit().map(({ host, runtime, unit, n, place, reason }) => ({
          about: host === '' ? runtime : `${runtime} on ${host}`,
          level: 'warn' as const,
          code: 'unread',
          message: `${n === 1 ? 'One line' : `${n} lines`} in ${unit} could not be read (${place}: ${reason}).`,
          fix: 'Nothing else is missing: the lines around them were read. A torn last line is read once it is complete.',
        })),
      ]
      return { healthy: findings.every((finding) => finding.level !== 'error'), sources, findings }
    },
  }
}
