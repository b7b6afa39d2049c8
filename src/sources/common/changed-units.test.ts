import { expect, test } from 'bun:test'
import { createChangedUnits } from './changed-units.ts'
import type { Unit } from './unit.ts'

const unit = (fingerprint: string | null, rest: Partial<Unit> = {}): Unit => ({
  path: '/home/store',
  size: () => 1,
  at: 0,
  fingerprint,
  read: () => [],
  ...rest,
})

/** The units of a database under a clock of the test's own, and the pauses after which the source is woken. */
function followed() {
  let time = 0
  const pauses: number[] = []
  const units = createChangedUnits(
    (folder, pauseMs) => {
      expect(folder).toBe('/home')
      pauses.push(pauseMs)
    },
    () => time,
  )
  return {
    pauses,
    pass(ms: number) {
      time += ms
    },
    read(fingerprint: string) {
      const database = unit(fingerprint, { isDatabase: true })
      const isDue = units.isDue(database)
      if (isDue) units.noteRead(database)
      return isDue
    },
    fail: (fingerprint: string) => units.isDue(unit(fingerprint, { isDatabase: true })),
  }
}

test('a unit is due until it was read, and again when its fingerprint changes', () => {
  const units = createChangedUnits(() => {})
  expect([units.isDue(unit('a')), units.isDue(unit('a'))]).toEqual([true, true])
  units.noteRead(unit('a'))
  expect([units.isDue(unit('a')), units.isDue(unit('b'))]).toEqual([false, true])
})

test('a unit without a fingerprint is always due', () => {
  const units = createChangedUnits(() => {})
  units.noteRead(unit(null))
  expect(units.isDue(unit(null))).toBeTrue()
})

test('a database that changed is read again after growing pauses, and then believed', () => {
  const { read, pass, pauses } = followed()
  expect([read('a'), read('a')]).toEqual([true, false])
  for (const pause of [40, 160, 600, 2_400]) {
    pass(pause - 1)
    expect(read('a')).toBeFalse()
    pass(1)
    expect(read('a')).toBeTrue()
  }
  pass(1e6)
  expect(read('a')).toBeFalse()
  expect(pauses).toEqual([40, 160, 600, 2_400])
})

test('a database that changes again begins with the short pauses', () => {
  const { read, pass, pauses } = followed()
  read('a')
  pass(40)
  read('a')
  expect(read('b')).toBeTrue()
  expect(pauses).toEqual([40, 160, 40])
})

test('a database that cannot be read stays due, and does not wake its source for ever', () => {
  const { fail, pass, pauses } = followed()
  for (let n = 0; n < 100; n++) {
    expect(fail('a')).toBeTrue()
    pass(3_000)
  }
  expect(pauses).toEqual([40, 160, 600, 2_400])
})
