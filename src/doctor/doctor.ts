import type { Finding, SourceReport } from '../facts/source.ts'
import type { UnreadUnit } from '../indexing/unread.ts'

export type Doctor = ReturnType<typeof createDoctor>

/** A finding together with the part of the product that it is about. */
export type Diagnosis = Finding & { about: string }

type Deps = {
  reports: () => SourceReport[]
  own: () => Diagnosis[]
  /** The units of which something could not be read, those with the most unread places first. */
  unread: () => UnreadUnit[]
}

/** Collects the findings of every source and of Wheelhouse itself. */
export function createDoctor({ reports, own, unread }: Deps) {
  return {
    examine(): { healthy: boolean; sources: SourceReport[]; findings: Diagnosis[] } {
      const sources = reports()
      const findings: Diagnosis[] = [
        ...own(),
        ...sources.flatMap((source) => source.findings.map((finding) => ({ ...finding, about: source.runtime }))),
        ...unread().map(({ host, runtime, unit, count, place, reason }) => ({
          about: host === '' ? runtime : `${runtime} on ${host}`,
          level: 'warn' as const,
          code: 'unread',
          message: `${count === 1 ? 'One line' : `${count} lines`} in ${unit} could not be read (${place}: ${reason}).`,
          fix: 'Nothing else is missing: the lines around them were read. A torn last line is read once it is complete.',
        })),
      ]
      return { healthy: findings.every((finding) => finding.level !== 'error'), sources, findings }
    },
  }
}
