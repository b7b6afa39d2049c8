/** How often the office is drawn while somebody walks, and while it is moved itself, in frames a second. */
export const pace = { moving: 30, panning: 60 } as const

type Deps = {
  /** Draws one frame; `at` is in ms and never goes back. Answers how soon the next is wanted, null for never. */
  draw(at: number): number | null
  /** Calls back before the next repaint of the screen, and gives the way to take that back. */
  requestFrame(callback: () => void): () => void
  /** Calls back after so many ms, and gives the way to take that back. */
  wait(callback: () => void, ms: number): () => void
  now(): number
}

/** Draws when something is to be drawn and sleeps in between. `wake` asks for a frame at once; `pause` stops all of it. */
export function createFramePacer({ draw, requestFrame, wait, now }: Deps) {
  let cancel: (() => void) | undefined
  let isAwaitingFrame = false
  let isPaused = false

  function schedule(inMs: number) {
    cancel?.()
    if (inMs <= 1) return askForFrame()
    isAwaitingFrame = false
    cancel = wait(askForFrame, inMs - 1)
  }

  function askForFrame() {
    isAwaitingFrame = true
    cancel = requestFrame(() => {
      isAwaitingFrame = false
      cancel = undefined
      if (isPaused) return
      const next = draw(now())
      if (next !== null && cancel === undefined) schedule(next)
    })
  }

  return {
    wake() {
      if (!isPaused && !isAwaitingFrame) schedule(0)
    },
    pause() {
      isPaused = true
      isAwaitingFrame = false
      cancel?.()
      cancel = undefined
    },
    resume() {
      if (!isPaused) return
      isPaused = false
      schedule(0)
    },
  }
}
