import type { Diagnosis, Examination } from '../../../src/doctor/doctor.ts'

export type DoctorReport = Examination

const weights: Record<Diagnosis['level'], number> = { error: 0, warn: 1, info: 2 }

/** The worst first. What Wheelhouse says of its own version is no finding. */
export const findingsIn = ({ findings }: DoctorReport): Diagnosis[] =>
  findings.filter(({ code }) => code !== 'version').sort((a, b) => weights[a.level] - weights[b.level])

/** What somebody should look at; a note is not that. */
export const toLookAt = ({ findings }: DoctorReport) => findings.filter(({ level }) => level !== 'info')

/** Half a sentence that counts what was found, by weight. */
export function verdictOn(examination: DoctorReport): string {
  const count = (level: Diagnosis['level']) =>
    findingsIn(examination).filter((finding) => finding.level === level).length
  const [errors, warnings, notes] = [count('error'), count('warn'), count('info')]
  const parts = [
    errors > 0 && `${errors} wrong`,
    warnings > 0 && `${warnings} to look at`,
    notes > 0 && (notes === 1 ? '1 note' : `${notes} notes`),
  ].filter((part) => part !== false)
  return parts.length > 0 ? parts.join(', ') : 'no findings'
}

/** Where Wheelhouse keeps its own data, in its own words. */
export const ownWords = ({ findings }: DoctorReport) => findings.find(({ code }) => code === 'version')?.message
