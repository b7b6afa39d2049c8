import { expect, test } from 'bun:test'
import { avatarOf } from './avatar.ts'
import { portraitOf, portraitSize } from './compose.ts'

const seeds = Array.from({ length: 300 }, (_, i) => `openclaw:agent-${i}`)
const pixels = (seed: string, kind: 'agent' | 'robot' = 'agent') => Bun.hash(portraitOf(seed, kind).data)

test('the same seed has the same face', () => {
  for (const seed of seeds.slice(0, 20)) expect(pixels(seed)).toBe(pixels(seed))
})

test('a face is the one it always was', () => {
  expect(avatarOf('openclaw:agent-1')).toMatchObject({
    kind: 'person',
    hair: 'short',
    outfit: 'overalls',
    accessory: 'none',
    critter: 'fox',
    slots: { to: ['green3', 'green2', 'green1', 'green0'], bo: ['wood4', 'wood3', 'wood2', 'wood0'] },
  })
})

test('hardly two agents look alike', () => {
  expect(new Set(seeds.map((seed) => pixels(seed))).size).toBeGreaterThan(seeds.length * 0.98)
})

test('the main agent is the captain, of whatever runtime', () => {
  expect(avatarOf('openclaw:main').kind).toBe('captain')
  expect(pixels('openclaw:main')).toBe(pixels('hermes:main'))
  expect(avatarOf('openclaw:maintainer').kind).toBe('person')
})

test('sub-agents are robots, whatever their seed', () => {
  for (const seed of seeds.slice(0, 20)) expect(avatarOf(seed, 'robot').kind).toBe('robot')
})

test('any text is a seed', () => {
  for (const seed of ['', '🦞', 'x'.repeat(2_000), 'a\u0000b', '<b>', 'שלום'])
    expect(portraitOf(seed, 'agent').data).toHaveLength(portraitSize ** 2 * 4)
})

test('portraits have no hole', () => {
  for (const seed of [...seeds.slice(0, 50), 'a:main'])
    expect(
      portraitOf(seed, 'agent')
        .data.filter((_, at) => at % 4 === 3)
        .every((alpha) => alpha === 255),
    ).toBe(true)
})
