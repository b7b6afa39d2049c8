import type { Finding, SourceReport } from '../facts/source.ts'
import type { UnreadUnit } from '../indexing/unread.ts'
import { fromJson, type Reader } from '../lib/json.ts'
import { oneLine } from '../lib/plain-text.ts'
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

/** What was read of a unit and what was not, in one sentence for each kind. */
const findingOf = ({ host, runtime, unit, kind, count, place, reason }: UnreadUnit): Diagnosis => {
  const of = oneLine(unit)
  const why = `${oneLine(place)}: ${oneLine(reason)}`
  const finding = {
    unread: {
      level: 'warn' as const,
      message:
        count === 1 && place.startsWith('whole ')
          ? `${of} could not be read as a whole: ${oneLine(reason)}.`
          : `${count === 1 ? 'One line' : `${count} lines`} in ${of} could not be read (${why}).`,
      fix: 'Nothing else is missing: the lines around them were read. A torn last line is read once it is complete.',
    },
    cut: {
      level: 'info' as const,
      message: `${count === 1 ? 'One entry' : `${count} entries`} of ${of} ${count === 1 ? 'holds a value that was' : 'hold values that were'} cut (${why}).`,
      fix: 'Everything else of them is shown.',
    },
    refused: {
      level: 'warn' as const,
      message: `${count === 1 ? 'One entry' : `${count} entries`} of ${of} ${count === 1 ? 'holds a value that was' : 'hold values that were'} refused (${why}).`,
      fix: 'No runtime is known to write such values. What does not need them is shown.',
    },
  }[kind]
  return { about: host === '' ? runtime : `${runtime} on ${host}`, code: kind, ...finding }
}
