import { expect, test } from 'bun:test'
import { type DoctorReport, findingsIn, ownWords, toLookAt, verdictOn } from './doctor-report.ts'

const found = (level: 'info' | 'warn' | 'error', code: string) => ({
  about: 'codex',
  level,
  code,
  message: `${code} was found.`,
  fix: null,
})
const examination = (...findings: DoctorReport['findings']): DoctorReport => ({ healthy: true, sources: [], findings })

test('the worst finding comes first', () => {
  const mixed = examination(found('info', 'a'), found('error', 'b'), found('warn', 'c'))
  expect(findingsIn(mixed).map(({ code }) => code)).toEqual(['b', 'c', 'a'])
  expect(verdictOn(mixed)).toBe('1 wrong, 1 to look at, 1 note')
})

test('the version is told, not found', () => {
  const well = examination(found('info', 'version'))
  expect(findingsIn(well)).toEqual([])
  expect(verdictOn(well)).toBe('no findings')
  expect(ownWords(well)).toBe('version was found.')
})

test('notes are nothing to look at', () => {
  expect(toLookAt(examination(found('info', 'a'), found('info', 'b')))).toEqual([])
  expect(verdictOn(examination(found('info', 'a'), found('info', 'b')))).toBe('2 notes')
})
