import { fill, type Random } from './random.ts'
import type { Call } from './task.ts'
import { read } from './tool-calls.ts'

type Plan = { calls: Call[]; seen: string[] }

/** The next call of a plan; undefined at its end. Nobody changes a file that they have not looked at. */
export function nextCall(random: Random, plan: Plan): Call | undefined {
  const call = plan.calls.shift()
  if (call?.args.path === undefined) return call
  const path = fill(random, call.args.path)
  const named = { ...call, args: { ...call.args, path } }
  if (call.tool === 'read' || plan.seen.includes(path)) {
    plan.seen.push(path)
    return named
  }
  plan.seen.push(path)
  plan.calls.unshift(named)
  return read(path, 'line {1-90}', { lines: 20 })
}
