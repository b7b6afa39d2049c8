import { expect, test } from 'bun:test'
import { followed, openingCamera, panned, toArt, toView, wholeCamera, within, zoomedAt } from './camera.ts'

const office = { width: 512, height: 288 }
const view = { width: 1_000, height: 700 }

test('an office opens so large that most of it is seen, in whole pixels', () => {
  expect(wholeCamera({ width: 900, height: 700 }, office).zoom).toBe(1)
  expect(openingCamera({ width: 1_600, height: 900 }, office)).toEqual({ x: 256, y: 144, zoom: 4 })
})

test('a large office opens at a size at which faces can be told apart, and looks at whoever needs somebody', () => {
  const large = { width: 1_500, height: 900 }
  const camera = openingCamera(view, large, { x: 1_100, y: 700 })
  expect(camera).toEqual({ x: 1_100, y: 700, zoom: 2 })
})

test('on a phone it opens at a size at which faces can be told apart', () => {
  expect(openingCamera({ width: 390, height: 500 }, office).zoom).toBe(2)
})

test('the art pixel under the pointer stays there when one zooms', () => {
  const before = { x: 256, y: 144, zoom: 3 }
  const at = { x: 700, y: 300 }
  const after = zoomedAt(before, 5, at, view, office)
  expect(toArt(after, at, view).x).toBeCloseTo(toArt(before, at, view).x)
  expect(toArt(after, at, view).y).toBeCloseTo(toArt(before, at, view).y)
})

test('the two directions between the view and the art are inverse', () => {
  const camera = { x: 200, y: 100, zoom: 4 }
  const art = toArt(camera, { x: 123, y: 456 }, view)
  expect(toView(camera, art, view)).toEqual({ x: 123, y: 456 })
})

test('nobody loses sight of the office, however far it is dragged', () => {
  const far = panned({ x: 256, y: 144, zoom: 4 }, 99_999, -99_999, view, office)
  expect(toView(far, { x: 0, y: 0 }, view).x).toBeLessThanOrEqual(view.width)
  expect(toView(far, { x: 512, y: 288 }, view).y).toBeGreaterThanOrEqual(0)
})

test('a zoom that does not exist becomes the nearest one', () => {
  expect(within({ x: 0, y: 0, zoom: 99 }, view, office).zoom).toBe(6)
  expect(within({ x: 0, y: 0, zoom: 0.2 }, view, office).zoom).toBe(1)
  expect(within({ x: 0, y: 0, zoom: 2.6 }, view, office).zoom).toBe(3)
})

test('a following camera comes nearer with each step and does not overshoot', () => {
  let camera = { x: 150, y: 144, zoom: 6 }
  for (let k = 0; k < 200; k++) {
    const before = Math.abs(camera.x - 300)
    camera = followed(camera, { x: 300, y: 144 }, 33, view, office)
    expect(Math.abs(camera.x - 300)).toBeLessThanOrEqual(before)
  }
  expect(camera.x).toBeCloseTo(300, 0)
})

test('half a tile of its outer walls does not count when an office is to be seen whole', () => {
  expect(wholeCamera({ width: 1_010, height: 700 }, office)).toEqual({ x: 256, y: 144, zoom: 2 })
})

test('an office that is seen whole as it opens stands in the middle, whoever needs somebody', () => {
  const wide = { width: 688, height: 352 }
  expect(openingCamera({ width: 1_348, height: 830 }, wide, { x: 40, y: 100 })).toEqual({ x: 344, y: 176, zoom: 2 })
})
