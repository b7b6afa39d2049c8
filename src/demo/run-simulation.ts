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
  /** Says what changes to whoever listens, and calls `write` within less than a second. */
  tell?: (changes: Changes, write: () => void) => void
}

const minuteMs = 60_000

/** A crew that was watched for a while calms down: at the pace of its first minutes a day would cost hundreds. */
export const calmAfter = (sinceMs: number) => Math.min(10, 1 + Math.max(0, sinceMs - 15 * minuteMs) / (5 * minuteMs))

/**
 * Lets something happen in the stores every one to three seconds at first, until the returned function is called;
 * after an hour ten times as seldom.
 */
export function runSimulation(
  home: DemoHome,
  world: World,
  { now, setTimer = startTimer, onError, tell = (_changes, write) => write() }: SimulationDeps,
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
      tell(changes, () => keep(changes))
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
