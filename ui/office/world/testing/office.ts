import type { OfficeMember } from '../../../../src/office/member.ts'
import type { Layout } from '../layout.ts'
import { timings } from '../timings.ts'
import { createWorld, type World } from '../world.ts'
import { smallOffice } from './drawn-layout.ts'
import { member } from './members.ts'

export const office = (layout: Layout = smallOffice(), desks: Record<string, string> = {}) =>
  createWorld({ layout, seed: 'a', desks })

/** Lets time pass, and says how long it took until something was so; fails when it is not so in time. */
export function until(world: World, isSo: () => boolean, limitMs: number) {
  let ms = 0
  for (; !isSo(); ms += timings.stepMs) {
    if (ms > limitMs) throw new Error(`Not so after ${limitMs} ms.`)
    world.step()
  }
  return ms
}
export const pass = (world: World, ms: number) => {
  for (let passed = 0; passed < ms; passed += timings.stepMs) world.step()
}
export const running = (id: string, more: Partial<OfficeMember> = {}) => member(id, { state: 'running', ...more })
export const isAtDesk = (world: World, id: string) => {
  const actor = world.find(id)
  return actor?.at?.id === actor?.desk && actor?.stance === 'desk'
}
export const placesTaken = (world: World) => world.actors.flatMap(({ at }) => (at ? [at.id] : []))
