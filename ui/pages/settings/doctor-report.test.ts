import { expect, test } from 'bun:test'
import { type DoctorReport, findingsIn, findingsSummary, versionSentence, warningsAndErrors } from './doctor-report.ts'

const found = (level: 'info' | 'warn' | 'error', code: string) => ({
  about: 'codex',
  level,
  code,
  message: `${code} was found.`,
  fix: null,
})
const report = (...findings: DoctorReport['findings']): DoctorReport => ({ healthy: true, sources: [], findings })

test('the worst finding comes first', () => {
  const mixed = report(found('info', 'a'), found('error', 'b'), found('warn', 'c'))
  expect(findingsIn(mixed).map(({ code }) => code)).toEqual(['b', 'c', 'a'])
  expect(findingsSummary(mixed)).toBe('1 wrong, 1 to look at, 1 note')
})

test('the version is told, not found', () => {
  const well = report(found('info', 'version'))
  expect(findingsIn(well)).toEqual([])
  expect(findingsSummary(well)).toBe('no findings')
  expect(versionSentence(well)).toBe('version was found.')
})

test('notes are nothing to look at', () => {
  expect(warningsAndErrors(report(found('info', 'a'), found('info', 'b')))).toEqual([])
  expect(findingsSummary(report(found('info', 'a'), found('info', 'b')))).toBe('2 notes')
})
