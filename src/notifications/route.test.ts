import { expect, test } from 'bun:test'
import type { Routing } from './channel.ts'
import type { Notice } from './notice.ts'
import { afterQuiet, nextTime } from './quiet-hours.ts'
import { digestAfter, repeatAt, route } from './route.ts'
import { channelAs, noticeAs } from './testing/channel-as.ts'

const vienna = 'Europe/Vienna'
const at = (text: string) => Date.parse(text)
const iso = (moment: number | null) => (moment === null ? null : new Date(moment).toISOString().slice(0, 16))

const night = { from: '22:00', to: '07:00', severeBreaksThrough: true }

/** When a notice of a moment goes to a channel with this routing; `never` where it does not. */
function routed(routing: Partial<Routing>, when: string, notice: Partial<Notice> = {}) {
  const told = noticeAs({ at: at(when), ...notice })
  const [found] = route(told, [channelAs({}, routing)], at(when), vienna)
  return found ? iso(found.dueAt) : 'never'
}

test.each<[string, Partial<Routing>, string, Partial<Notice>, string]>([
  ['at once', {}, '2026-11-20T12:00Z', {}, '2026-11-20T12:00'],
  ['only what is severe enough', { least: 'warn' }, '2026-11-20T12:00Z', { severity: 'info' }, 'never'],
  ['and what is more than that', { least: 'warn' }, '2026-11-20T12:00Z', { severity: 'severe' }, '2026-11-20T12:00'],
  ['nothing where it only gets the digest', { least: null }, '2026-11-20T12:00Z', { severity: 'severe' }, 'never'],
  ['only the kinds that were chosen', { kinds: ['failed'] }, '2026-11-20T12:00Z', {}, 'never'],
  ['and those', { kinds: ['failed', 'waiting'] }, '2026-11-20T12:00Z', {}, '2026-11-20T12:00'],
  ['after a while, as the next step', { afterMs: 900_000 }, '2026-11-20T12:00Z', {}, '2026-11-20T12:15'],
  ['in the morning, where it is night', { quiet: night }, '2026-11-20T22:30Z', {}, '2026-11-21T06:00'],
  [
    'at once at night where it is severe',
    { quiet: night },
    '2026-11-20T22:30Z',
    { severity: 'severe' },
    '2026-11-20T22:30',
  ],
  [
    'in the morning also then, where nothing breaks through',
    { quiet: { ...night, severeBreaksThrough: false } },
    '2026-11-20T22:30Z',
    { severity: 'severe' },
    '2026-11-21T06:00',
  ],
  [
    'in the morning, where the wait ends at night',
    { quiet: night, afterMs: 3_600_000 },
    '2026-11-20T20:30Z',
    {},
    '2026-11-21T06:00',
  ],
  [
    'at the end of the night to the minute',
    { quiet: { ...night, to: '07:10' } },
    '2026-11-20T23:07Z',
    {},
    '2026-11-21T06:10',
  ],
])('a notice goes out %s', (_, routing, when, notice, expected) => {
  expect(routed(routing, when, notice)).toBe(expected)
})

test('what was there before a channel was switched on is not told, and nothing goes to one that is off', () => {
  const told = noticeAs({ at: 5_000 })
  const to = (rest: Parameters<typeof channelAs>[0]) => route(told, [channelAs(rest)], 5_000, 'UTC').length
  expect([to({ onSince: 4_999 }), to({ onSince: 5_000 }), to({ isOn: false }), to({ onSince: null })]).toEqual([
    1, 0, 0, 0,
  ])
})

test.each([
  // On 29 March 2026 the clock goes from 02:00 to 03:00, on 25 October from 03:00 back to 02:00.
  ['spring, quiet until a time that is skipped', '2026-03-29T00:30Z', '22:00', '02:30', '2026-03-29T01:00'],
  ['spring, quiet until seven', '2026-03-28T23:30Z', '22:00', '07:00', '2026-03-29T05:00'],
  ['autumn, quiet until seven', '2026-10-24T23:30Z', '22:00', '07:00', '2026-10-25T06:00'],
  ['autumn, in the hour that comes twice, the first time', '2026-10-25T00:10Z', '22:00', '02:30', '2026-10-25T00:30'],
  ['autumn, in the hour that comes twice, the second time', '2026-10-25T01:10Z', '22:00', '02:30', '2026-10-25T01:30'],
  ['not quiet at its end', '2026-11-20T06:00Z', '22:00', '07:00', '2026-11-20T06:00'],
  ['quiet at its beginning', '2026-11-20T21:00Z', '22:00', '07:00', '2026-11-21T06:00'],
  ['quiet within a day', '2026-11-20T12:00Z', '12:30', '14:00', '2026-11-20T13:00'],
  ['never quiet where both are the same', '2026-11-20T12:00Z', '13:00', '13:00', '2026-11-20T12:00'],
])('quiet hours, %s', (_, when, from, to, expected) => {
  expect(iso(afterQuiet(at(when), { from, to, severeBreaksThrough: false }, vienna))).toBe(expected)
})

test.each([
  ['the same day', '2026-11-20T05:00Z', '08:00', '2026-11-20T07:00'],
  ['the next day once it is over', '2026-11-20T07:00Z', '08:00', '2026-11-21T07:00'],
  ['over the clock put forward', '2026-03-28T08:00Z', '08:00', '2026-03-29T06:00'],
  ['over the clock put back', '2026-10-24T08:00Z', '08:00', '2026-10-25T07:00'],
  ['a time that is skipped', '2026-03-29T00:00Z', '02:30', '2026-03-29T01:00'],
  ['to the minute', '2026-11-20T05:00Z', '08:07', '2026-11-20T07:07'],
])('a time of the day comes %s', (_, when, time, expected) => {
  expect(iso(nextTime(at(when), time, vienna))).toBe(expected)
})

test('it is told again after a while, in the morning where that is at night, and not for ever', () => {
  const channel = channelAs({}, { repeatMs: 3_600_000, quiet: night })
  const again = (turn: number, when: string) => iso(repeatAt(noticeAs(), channel, turn, at(when), vienna))
  expect(again(0, '2026-11-20T12:00Z')).toBe('2026-11-20T13:00')
  expect(again(3, '2026-11-20T20:30Z')).toBe('2026-11-21T06:00')
  expect([again(20, '2026-11-20T12:00Z'), again(-1, '2026-11-20T12:00Z')]).toEqual([null, null])
  expect(repeatAt(noticeAs(), channelAs(), 0, 0, vienna)).toBeNull()
})

test('a digest comes at its time where it was chosen', () => {
  expect(iso(digestAfter(channelAs({}, { digestAt: '08:00' }), at('2026-11-20T12:00Z'), vienna))).toBe(
    '2026-11-21T07:00',
  )
  expect(digestAfter(channelAs(), 0, vienna)).toBeNull()
})
