import type { DemoHome } from './home.ts'
import { between, seeded } from './random.ts'
import { type Changes, forget, step } from './simulator.ts'
import type { World } from './world.ts'

/** Calls `run` once, later, unless the returned function is called first. */
export type SetTimer = (run: () => void, ms: number) => () => void

export type SimulationDeps = {
  now: () => number
  setTimer?: SetTimer
  onError?: (error: unknown) => void
  /** Publishes changes to the gateway, and calls `write` within less than a second. */
  publish?: (changes: Changes, write: () => void) => void
}

const minuteMs = 60_000

/** The simulation slows down after a while: at its first pace a day would cost hundreds of dollars. */
export const calmAfter = (sinceMs: number) => Math.min(10, 1 + Math.max(0, sinceMs - 15 * minuteMs) / (5 * minuteMs))

/**
 * Makes a step every one to three seconds at first, and ten times as seldom after an hour, until the returned function
 * is called.
 */
export function runSimulation(
  home: DemoHome,
  world: World,
  { now, setTimer = startTimer, onError, publish = (_changes, write) => write() }: SimulationDeps,
): () => void {
  const pace = seeded(world.seed)
  const begunAt = now()
  let isOver = false
  let cancel = wait()
  forget(world, world.sessions)

  function wait() {
    return setTimer(beat, Math.round(between(pace, 1_000, 3_000) * calmAfter(now() - begunAt)))
  }

  function beat() {
    cancel = wait()
    try {
      const changes = step(world, now())
      publish(changes, () => keep(changes))
    } catch (error) {
      onError?.(error)
    }
  }

  function keep(changes: Changes) {
    if (isOver) return
    try {
      home.write(changes)
      forget(world, changes.sessions)
    } catch (error) {
      onError?.(error)
    }
  }

  return () => {
    isOver = true
    cancel()
  }
}

const startTimer: SetTimer = (run, ms) => {
  const timer = setTimeout(run, ms)
  timer.unref()
  return () => clearTimeout(timer)
}
