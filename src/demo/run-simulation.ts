import type { DemoHome } from './home.ts'
import { between, seeded } from './random.ts'
import { type Changes, forget, isEmpty, step } from './simulator.ts'
import type { World } from './world.ts'

/** Calls `run` once, later, unless the returned function is called first. */
export type SetTimer = (run: () => void, ms: number) => () => void

export type SimulationDeps = {
  now: () => number
  setTimer?: SetTimer
  onError?: (error: unknown) => void
  /** Publishes changes to the gateway, and calls `write` within less than a second. */
  publish?: (changes: Changes, write: () => void) => void
  /** Plays what happens elsewhere at `at` (ms), `pace` times slower than at first. */
  playBeside?: (at: number, pace: number) => void
}

const minuteMs = 60_000

/** How many times slower than at first long commands are, so long after the beginning. */
export const calmAfter = (sinceMs: number) => Math.min(6, 1 + Math.max(0, sinceMs - 15 * minuteMs) / (6 * minuteMs))

/**
 * Makes a step about every second, where one is due, until the returned function is called.
 */
export function runSimulation(
  home: DemoHome,
  world: World,
  { now, setTimer = startTimer, onError, publish = (_changes, write) => write(), playBeside }: SimulationDeps,
): () => void {
  const pace = seeded(world.seed)
  const begunAt = now()
  let isOver = false
  let cancel = wait()
  forget(world, world.sessions)

  function wait() {
    return setTimer(beat, between(pace, 700, 1_400))
  }

  function beat() {
    cancel = wait()
    try {
      const slower = calmAfter(now() - begunAt)
      playBeside?.(now(), slower)
      const changes = step(world, now(), slower)
      if (!isEmpty(changes)) publish(changes, () => keep(changes))
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
