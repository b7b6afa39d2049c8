import { expect, test } from 'bun:test'
import { rgb } from '../art/palette.ts'
import { drawnLayout } from '../world/testing/drawn-layout.ts'
import { filled } from './blit.ts'
import { paintGround } from './paint-ground.ts'

const colours: Record<string, readonly number[]> = {
  wood: [200, 100, 0],
  rug: [0, 0, 200],
  'wall.face': [10, 10, 10],
  'wall.top': [90, 90, 90],
}
const frameOf = (sprite: string) => {
  const colour = colours[sprite]
  return colour && filled(16, 16, colour)
}
const office = drawnLayout('...\n.+.')

function pixel(more: Partial<typeof office>, x: number, y: number) {
  const { width, data } = paintGround({ ...office, ...more }, frameOf)
  return [...data.slice((y * width + x) * 4, (y * width + x) * 4 + 3)]
}

test('the ground is as large as its office, and where nothing is laid it is wall', () => {
  const { width, height } = paintGround(office, frameOf)
  expect([width, height]).toEqual([48, 32])
  expect(pixel({}, 20, 20)).toEqual([...rgb('ink2')])
})

test('a rug lies on the floor, and a sprite that is missing leaves what is below it', () => {
  const floor = [['wood', 1, 1] as const, ['no such floor', 2, 0] as const]
  const objects = [{ sprite: 'rug', x: 24, y: 16, floor: true }]
  expect(pixel({ floor: [...floor], objects }, 20, 20)).toEqual([200, 100, 0])
  expect(pixel({ floor: [...floor], objects }, 28, 20)).toEqual([0, 0, 200])
  expect(pixel({ floor: [...floor], objects }, 40, 4)).toEqual([...rgb('ink2')])
})

test('what stands in the office is not painted on its ground', () => {
  expect(pixel({ objects: [{ sprite: 'rug', x: 16, y: 16 }] }, 20, 20)).toEqual([...rgb('ink2')])
})

test('the top of a wall covers the face of another, in whatever order they come', () => {
  const walls = [['wall.top', 0, 0] as const, ['wall.face', 0, 0] as const]
  expect(pixel({ walls: [...walls] }, 4, 4)).toEqual([90, 90, 90])
})
