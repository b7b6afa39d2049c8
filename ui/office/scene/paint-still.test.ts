import { expect, test } from 'bun:test'
import { lightOf } from '../world/daylight.ts'
import type { LayoutObject } from '../world/layout.ts'
import { drawnLayout } from '../world/testing/drawn-layout.ts'
import { running } from '../world/testing/office.ts'
import { createWorld } from '../world/world.ts'
import { paintStill } from './paint-still.ts'

const bare = { ...drawnLayout('....\n....\n..+.'), objects: [], lights: [], windows: [] }
const paint = (objects: LayoutObject[], more: Partial<Parameters<typeof paintStill>[0]> = {}) =>
  paintStill({
    layout: { ...bare, objects },
    actors: [],
    seats: new Map(),
    daylight: lightOf('day'),
    sky: { from: 'day', to: 'day', share: 1 },
    objects: {},
    ...more,
  })

test('what is flipped is mirrored at its place', () => {
  const cat = { sprite: 'cat.sit', x: 32, y: 40 }
  const [as, flipped] = [paint([cat]), paint([{ ...cat, flip: true }])]
  const row = (picture: typeof as, y: number, from: number, to: number) =>
    Array.from({ length: to - from }, (_, k) =>
      picture.data
        .slice((y * picture.width + from + k) * 4)
        .slice(0, 3)
        .join(),
    )
  for (let y = 23; y < 38; y++) expect(row(flipped, y, 24, 40)).toEqual(row(as, y, 24, 40).toReversed())
  expect(flipped.data).not.toEqual(as.data)
})

test('whoever fades in is drawn as faint as it is', () => {
  const world = createWorld({ layout: drawnLayout('d...\n....\n..+.'), seed: 'a' })
  world.setMembers([running('a')], 0)
  const [actor] = world.actors
  const nobody = paint([])
  const difference = (opacity: number) => {
    const { data } = paint([], { actors: [{ ...actor!, opacity }] })
    return data.reduce((sum, value, at) => sum + Math.abs(value - nobody.data[at]!), 0)
  }
  expect(difference(0)).toBe(0)
  expect(difference(0.5)).toBeGreaterThan(0)
  expect(difference(0.5)).toBeLessThan(difference(1) * 0.7)
})
