import { expect, test } from 'bun:test'
import { lightOf } from './daylight.ts'
import type { LayoutObject } from './layout.ts'
import { beamsOf, lampsOf, lookOfThing, type SeatState } from './seat-light.ts'
import { drawnLayout } from './testing/drawn-layout.ts'

const night = lightOf('night')
const day = lightOf('day')
const seats = (tone: SeatState['tone'], monitor: SeatState['monitor'] = 'code') =>
  new Map<string, SeatState>([['desk-1', { tone, monitor }]])
const nobody: ReadonlyMap<string, SeatState> = new Map()
const thing = (more: Partial<LayoutObject>): LayoutObject => ({ sprite: 'laptop.back.idle', x: 0, y: 0, ...more })
const office = { ...drawnLayout('...\n.+.'), windows: [] }

test('a screen shows what is done at its desk, and is off where nobody sits', () => {
  const screen = thing({ screen: 'desk-1' })
  expect(lookOfThing(screen, seats('work'), night)).toBe('laptop.back.code')
  expect(lookOfThing(screen, seats('wait', 'wait'), day)).toBe('laptop.back.wait')
  expect(lookOfThing(screen, nobody, night)).toBe('laptop.back.off')
})

test('the light of a desk has the tone of whoever sits there, and none where nothing is known', () => {
  const led = thing({ sprite: 'deskled.off', led: 'desk-1' })
  expect(lookOfThing(led, seats('error'), day)).toBe('deskled.error')
  expect(lookOfThing(led, seats('sleep'), day)).toBe('deskled.idle')
  expect(lookOfThing(led, seats('unknown'), day)).toBe('deskled.off')
  expect(lookOfThing(led, nobody, day)).toBe('deskled.off')
})

test('the lamp of a desk burns in the dark while somebody is awake there, others whenever it is dark', () => {
  const lamp = thing({ sprite: 'lamp', lamp: 'desk-1' })
  expect(lookOfThing(lamp, seats('work'), night)).toBe('lamp.1')
  expect(lookOfThing(lamp, seats('work'), day)).toBe('lamp.0')
  for (const tone of ['sleep', 'unknown'] as const) expect(lookOfThing(lamp, seats(tone), night)).toBe('lamp.0')
  expect(lookOfThing(lamp, nobody, night)).toBe('lamp.0')
  expect(lookOfThing(thing({ sprite: 'lamp', lamp: '*' }), nobody, night)).toBe('lamp.1')
})

test('whoever needs a person is lit in its own colour at night, and tinted by day', () => {
  const lights = [{ kind: 'face' as const, x: 8, y: 20, colour: 'blue3', seat: 'desk-1' }]
  const coloursAt = (tone: SeatState['tone']) =>
    lampsOf({ ...office, lights }, seats(tone), night, () => null).map(({ colour }) => colour)
  expect(new Set(coloursAt('work'))).toEqual(new Set(['blue3']))
  expect(new Set(coloursAt('wait'))).toEqual(new Set(['gold0']))
  expect(new Set(coloursAt('error'))).toEqual(new Set(['red2']))
  expect(coloursAt('unknown')).toEqual([])
  const tints = (tone: SeatState['tone']) =>
    beamsOf({ ...office, lights }, seats(tone), day).map(({ colour }) => colour)
  expect(tints('wait')).toEqual(['gold0'])
  expect(tints('work')).toEqual([])
})

test('a room is lit while somebody is in it', () => {
  const rooms = { ...drawnLayout('d.+', [{ id: 'lab', kind: 'lab', rect: [0, 0, 2, 1] }]), windows: [] }
  const lights = [{ kind: 'room' as const, x: 8, y: 8, colour: 'skin1', room: 'lab' }]
  const seat = rooms.seats[0]!.id
  const isLit = (taken: ReadonlyMap<string, SeatState>) =>
    lampsOf({ ...rooms, lights }, taken, night, () => null).length > 0
  expect(isLit(nobody)).toBe(false)
  expect(isLit(new Map([[seat, { tone: 'sleep', monitor: 'sleep' } as const]]))).toBe(true)
})
