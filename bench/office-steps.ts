// office-steps.ts STATE: has an office of 500 agents of one state go on, and says how long each step took. The engine
// says on stderr when it collects garbage; what is between the two marks there was caused by steps alone.
import type { SessionState } from '../src/sessions/state.ts'
import { wideOffice } from '../ui/office/world/testing/drawn-layout.ts'
import { member } from '../ui/office/world/testing/members.ts'
import { createWorld } from '../ui/office/world/world.ts'

const agents = 500
const warmUp = 3_000
const steps = 100_000
const state = process.argv[2] as SessionState

const world = createWorld({ layout: wideOffice(agents), seed: 'bench' })
const told = Array.from({ length: agents }, (_, number) => member(`agent-${number}`, { state, area: `${number % 30}` }))
world.setMembers(told, 0)
for (let step = 0; step < warmUp; step++) world.step()
const took = new Float64Array(steps)
Bun.gc(true)
console.error('begin')
for (let step = 0; step < steps; step++) {
  const begun = performance.now()
  world.step()
  took[step] = performance.now() - begun
}
console.error('end')
const begun = performance.now()
world.setMembers(told, 0)
const toldMs = performance.now() - begun
console.log(JSON.stringify({ took: [...took], toldMs }))
