import { expect, test } from 'bun:test'
import { sessionStates } from '../../../src/sessions/severity.ts'
import { type Activity, patience, stateOf } from '../../../src/sessions/state.ts'
import { animationOf } from '../art/acts.ts'
import { sprite } from '../art/sprites.ts'
import { paintOfficeStrip } from '../renderer/draw-office-strip.ts'
import { type TimeOfDay, timeOfDay } from './daylight.ts'
import { labelHeightAt, layNameLabels } from './name-labels.ts'
import { layOfficeStrip } from './office-strip-layout.ts'
import { depictionOf, placesOf, type Sitter, sceneOf, seatAgents, stepAt } from './office-strip-scene.ts'

const states = sessionStates.map(({ state }) => state)
const activities: Activity[] = ['typing', 'running', 'reading', 'browsing', 'talking']
const times: TimeOfDay[] = ['dawn', 'day', 'dusk', 'night']
const everything = [
  ...states.map((state) => depictionOf(state, null)),
  ...activities.map((activity) => depictionOf('running', activity)),
]
const crewOf = (count: number): Sitter[] =>
  Array.from({ length: count }, (_, i) => ({
    seed: i ? `a:${i}` : 'a:main',
    depiction: everything[i % everything.length]!,
  }))
const see = (count: number, time: TimeOfDay, room = 0) => {
  const layout = layOfficeStrip(Math.max(0, count - 1), room)
  return sceneOf({ layout, sitters: count ? crewOf(count) : [undefined], time, hour: 9, sizeOf: sprite })
}

test('every state is seen in an act that exists', () => {
  for (const { act, steps } of everything)
    for (const step of steps)
      expect(animationOf({ stance: 'desk', act, direction: 'down' }).frames).toBeGreaterThan(step)
})

test('who waits raises a hand under an orange lamp, who failed sits under a red one', () => {
  expect(depictionOf('waiting', null)).toMatchObject({ act: 'wait', tone: 'wait', sign: 'sign.wait.0' })
  for (const state of ['failed', 'killed', 'timed-out'] as const)
    expect(depictionOf(state, null)).toMatchObject({ act: 'error', tone: 'error', sign: 'sign.error.0' })
})

test('who sleeps, waits, has failed or is unknown keeps still', () => {
  for (const state of ['asleep', 'waiting', 'failed', 'unknown'] as const)
    expect(depictionOf(state, null).steps).toHaveLength(1)
})

test('an activity is only seen in somebody who runs', () => {
  expect(depictionOf('asleep', 'typing').act).toBe('sleep')
  expect(depictionOf('running', 'reading').act).toBe('read')
  const silent = stateOf(
    { status: 'running', endedAt: null, lastRole: 'tool', stopReason: null, openTool: 'bash', kind: null, lastAt: 0 },
    patience.stalledAfterMs + 1,
  )
  expect(depictionOf(silent.state, silent.activity).act).toBe('think')
})

test('a seat is the agent’s own: states, names and order of the list change nothing', () => {
  const crew = ['a:zoe', 'a:main', 'b:kit', 'a:ada'].map((id) => ({ id, state: 'idle' }))
  const seats = seatAgents(crew).map((agent) => agent?.id)
  expect(seats).toEqual(['a:main', 'a:ada', 'a:zoe', 'b:kit'])
  expect(
    seatAgents(crew.toReversed().map((agent) => ({ ...agent, state: 'failed' }))).map((agent) => agent?.id),
  ).toEqual(seats)
})

test('without a captain the helm stays empty', () => {
  expect(seatAgents([{ id: 'a:kit' }])).toEqual([undefined, { id: 'a:kit' }])
  expect(seatAgents([])).toEqual([undefined])
})

test('of two main agents one has the helm and the other a desk', () => {
  expect(seatAgents([{ id: 'b:main' }, { id: 'a:main' }]).map((agent) => agent?.id)).toEqual(['a:main', 'b:main'])
})

test('there is a seat for everybody, and no two share one', () => {
  for (let others = 0; others <= 60; others++) {
    const { seats, width } = layOfficeStrip(others)
    expect(seats).toHaveLength(others + 1)
    expect(new Set(seats.map(({ x, y }) => `${x} ${y}`)).size).toBe(others + 1)
    for (const { x } of seats) expect(x > 16 && x < width - 16).toBe(true)
  }
})

test('the strip fills the room it is given, with the helm in the middle', () => {
  for (const room of [0, 446, 533, 733]) {
    const { width, seats } = layOfficeStrip(6, room)
    expect(width).toBeGreaterThanOrEqual(Math.max(480, room))
    expect(seats[0]!.x).toBe(width / 2)
  }
})

test('every sprite that is named exists, at any hour, for any crew', () => {
  const named = new Set<string>(everything.flatMap(({ sign }) => sign ?? []))
  for (let hour = 0; hour < 12; hour++) named.add(`clock.${hour}`)
  for (const time of times)
    for (const count of [0, 1, 6, 11, 14, 30, 60]) {
      const scene = see(count, time, 733)
      for (const drawn of [...scene.drawn, ...scene.signs]) if ('sprite' in drawn) named.add(drawn.sprite)
    }
  for (const name of named) expect(sprite(name).width, name).toBeGreaterThan(0)
})

test('labels cover no other label and no face, for any crew at any scale', () => {
  for (const scale of [2, 3, 4])
    for (let count = 1; count <= 20; count++) {
      const layout = layOfficeStrip(count - 1)
      const seats = placesOf(layout)
      const height = labelHeightAt(scale) / scale
      for (const headRoom of [0, 2, 5]) {
        const taken = seats.map((_, seat) => ({ seat, headRoom: seat % 2 ? headRoom : 0 }))
        const labels = layNameLabels(seats, taken, scale).map(({ x, bottom, width, seat }) => ({
          seat,
          left: x - width / 2,
          right: x + width / 2,
          top: bottom - height,
          bottom,
        }))
        for (const a of labels) {
          expect(a.right - a.left).toBeGreaterThanOrEqual(20)
          for (const b of labels)
            if (a.seat < b.seat)
              expect(a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom).toBe(false)
          for (const place of seats) {
            const x = place.x
            const y = place.y - ('rise' in place ? place.rise : 0)
            expect(a.left < x + 8 && x - 8 < a.right && a.top < y - 10 && y - 19 < a.bottom).toBe(false)
          }
        }
      }
    }
})

test('the hour makes the light', () => {
  expect([4, 5, 8, 17, 18, 21, 23].map(timeOfDay)).toEqual(['night', 'dawn', 'day', 'day', 'dusk', 'night', 'night'])
})

test('by day a dark page has a dim office around it, and a light page a bright one', () => {
  const layout = layOfficeStrip(4)
  const lightOf = (isDim: boolean, time: TimeOfDay = 'day') => {
    const { data } = paintOfficeStrip(
      sceneOf({ layout, sitters: crewOf(5), time, hour: 9, isDim, sizeOf: sprite }),
    ).picture
    return data.reduce((sum, value) => sum + value, 0) / data.length
  }
  expect(lightOf(true)).toBeLessThan(lightOf(false) * 0.9)
  expect(lightOf(true, 'night')).toBe(lightOf(false, 'night'))
})

test('an empty office is dark whatever the hour, with one lamp lit and the cat asleep', () => {
  const scene = see(0, 'day')
  const sprites = scene.drawn.flatMap((drawn) => ('sprite' in drawn ? drawn.sprite : []))
  expect(scene.ambient).toEqual(see(1, 'night').ambient)
  expect(sprites).toContain('lamp.floor.1')
  expect(sprites).toContain('cat.sleep.0')
  expect(sprites.filter((name) => /^lamp\.(ship\.on|bridge\.[1-3])/.test(name))).toEqual([])
})

test('a step of somebody changes what is around them and nothing else', () => {
  const layout = layOfficeStrip(4)
  const sitters = crewOf(5).map((sitter) => ({ ...sitter, depiction: depictionOf('running', 'typing') }))
  const { picture, step } = paintOfficeStrip(sceneOf({ layout, sitters, time: 'night', hour: 0, sizeOf: sprite }))
  const before = picture.data.slice()
  const seat = 2
  const now = stepAt(sitters[seat]!.depiction, seat, 0)
  expect(step(seat, now)).toBeUndefined()
  const rect = step(seat, (now + 1) % 3)!
  const { x, y } = layout.seats[seat]!
  expect(rect.x).toBeGreaterThanOrEqual(x - 16)
  expect(rect.y).toBeGreaterThanOrEqual(y - 30)
  let outside = 0
  for (let at = 0; at < before.length; at++) {
    if (before[at] === picture.data[at]) continue
    const column = Math.floor(at / 4) % picture.width
    const row = Math.floor(at / 4 / picture.width)
    if (column < rect.x || column >= rect.x + rect.width || row < rect.y || row >= rect.y + rect.height) outside++
  }
  expect(outside).toBe(0)
  step(seat, now)
  expect(Bun.hash(picture.data)).toBe(Bun.hash(before))
})

test('nobody is not drawn: a scene without people in it holds none', () => {
  expect(see(0, 'night').drawn.some(({ kind }) => kind === 'person')).toBe(false)
  expect(see(7, 'night').drawn.filter(({ kind }) => kind === 'person')).toHaveLength(7)
})
