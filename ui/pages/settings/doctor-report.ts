import type { Diagnosis, Examination } from '../../../src/doctor/doctor.ts'

export type DoctorReport = Examination

const weights: Record<Diagnosis['level'], number> = { error: 0, warn: 1, info: 2 }

/** The findings, the most severe first. The entry with the version is no finding. */
export const findingsIn = ({ findings }: DoctorReport): Diagnosis[] =>
  findings.filter(({ code }) => code !== 'version').sort((a, b) => weights[a.level] - weights[b.level])

/** The findings that need attention: warnings and errors. */
export const warningsAndErrors = ({ findings }: DoctorReport) => findings.filter(({ level }) => level !== 'info')

/** The number of findings of each level, in half a sentence. */
export function findingsSummary(report: DoctorReport): string {
  const count = (level: Diagnosis['level']) => findingsIn(report).filter((finding) => finding.level === level).length
  const [errors, warnings, notes] = [count('error'), count('warn'), count('info')]
  const parts = [
    errors > 0 && `${errors} wrong`,
    warnings > 0 && `${warnings} to look at`,
    notes > 0 && (notes === 1 ? '1 note' : `${notes} notes`),
  ].filter((part) => part !== false)
  return parts.length > 0 ? parts.join(', ') : 'no findings'
}

/** The sentence with the version of Wheelhouse and the folder of its data. */
export const versionSentence = ({ findings }: DoctorReport) => findings.find(({ code }) => code === 'version')?.message
