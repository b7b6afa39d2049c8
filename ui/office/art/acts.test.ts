import { expect, test } from 'bun:test'
import { animationOf, drawnPose } from './acts.ts'
import type { Act, CharacterPose } from './poses.ts'
import { everyAct, everyPose, stances } from './testing/poses.ts'

/** What each act becomes in each stance; a dash where it is drawn as it is. */
test.each([
  //         stand    sit      desk
  ['idle', '-', '-', '-'],
  ['walk', '-', 'idle', 'idle'],
  ['carry', '-', 'idle', 'idle'],
  ['coffee', '-', '-', 'idle'],
  ['talk', '-', '-', '-'],
  ['wait', '-', 'idle', '-'],
  ['think', '-', 'idle', '-'],
  ['error', '-', 'idle', '-'],
  ['cheer', '-', 'idle', '-'],
  ['type', 'idle', 'read', '-'],
  ['read', 'idle', '-', '-'],
  ['sleep', 'doze', 'doze', '-'],
  ['doze', '-', '-', 'sleep'],
])('%s is drawn on its feet: %s, on a sofa: %s, at a desk: %s', (act, ...drawn) => {
  for (const [at, stance] of stances.entries()) {
    const pose: CharacterPose = { stance, act: act as Act, direction: 'left' }
    expect(drawnPose(pose)).toEqual({ ...pose, act: (drawn[at] === '-' ? act : drawn[at]) as Act })
  }
})

test('what stands in for a pose is drawn itself', () => {
  for (const act of everyAct)
    for (const stance of stances) {
      const drawn = drawnPose({ stance, act, direction: 'up' })
      expect(drawnPose(drawn)).toEqual(drawn)
    }
})

test('every pose has an order of drawings that there are', () => {
  for (const pose of everyPose) {
    const { frames, order, stepMs } = animationOf(pose)
    expect(new Set(order).size).toBe(frames)
    expect(Math.max(...order)).toBe(frames - 1)
    expect(stepMs).toBeGreaterThanOrEqual(100)
  }
})

test('from behind nobody is seen to blink', () => {
  expect(animationOf({ stance: 'stand', act: 'idle', direction: 'down' }).frames).toBe(3)
  expect(animationOf({ stance: 'stand', act: 'idle', direction: 'up' })).toMatchObject({
    frames: 2,
    order: [0, 0, 1, 1, 0, 0, 1, 1],
  })
})
