import type { Finding, SourceReport } from '../facts/source.ts'
import type { UnreadUnit } from '../indexing/unread.ts'
import { fromJson, type Reader } from '../lib/json.ts'
import { Refusal } from '../lib/refusal.ts'
import type { DoctorReads } from './reads.ts'

export type Doctor = ReturnType<typeof createDoctor>

/** A finding together with the part of the product that it is about. */
export type Diagnosis = Finding & { about: string }

/** What doctor answers. */
export type Examination = { healthy: boolean; sources: SourceReport[]; findings: Diagnosis[] }

type Deps = {
  reader: Reader<DoctorReads>
  reports: () => SourceReport[]
  own: () => Diagnosis[]
}

/** Collects the findings of every source and of Wheelhouse itself. */
export const createDoctor = ({ reader, reports, own }: Deps) => ({
  async examine(): Promise<Examination> {
    const unread = await unreadFindings(reader)
    const sources = reports()
    const findings: Diagnosis[] = [
      ...own(),
      ...sources.flatMap((source) => source.findings.map((finding) => ({ ...finding, about: source.runtime }))),
      ...unread,
    ]
    return { healthy: findings.every((finding) => finding.level !== 'error'), sources, findings }
  },
})

/** The units of which something could not be read; where the index itself cannot be read, that is the finding. */
async function unreadFindings(reader: Reader<DoctorReads>): Promise<Diagnosis[]> {
  try {
    return fromJson(await reader.unreadUnits(undefined)).map(findingOf)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return [{ about: 'wheelhouse', level: 'error', code: 'cannot-read', message: error.message, fix: null }]
  }
}

const findingOf = ({ host, runtime, unit, count, place, reason }: UnreadUnit): Diagnosis => ({
  about: host === '' ? runtime : `${runtime} on ${host}`,
  level: 'warn',
  code: 'unread',
  message: `${count === 1 ? 'One line' : `${count} lines`} in ${unit} could not be read (${place}: ${reason}).`,
  fix: 'Nothing else is missing: the lines around them were read. A torn last line is read once it is complete.',
})
