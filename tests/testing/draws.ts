import type { Page } from 'playwright-core'

/** How often a page had something drawn by the graphics card, and in how many calls. */
export type Draws = { frames: number; calls: number }

/** Counts the drawing of whatever this page opens from now on. The answer is the count of what is open. */
export async function countDraws(page: Page): Promise<() => Promise<Draws>> {
  await page.addInitScript(() => {
    const draws = { frames: 0, calls: 0 }
    Object.assign(window, { draws })
    let isCounted = false
    const context = WebGL2RenderingContext.prototype as unknown as Record<string, (...words: unknown[]) => unknown>
    for (const name of ['drawElements', 'drawArrays', 'drawElementsInstanced', 'drawArraysInstanced']) {
      const draw = context[name]!
      context[name] = function (...words) {
        draws.calls++
        if (!isCounted) {
          draws.frames++
          isCounted = true
          // All calls of a frame are made without a break.
          queueMicrotask(() => {
            isCounted = false
          })
        }
        return draw.apply(this, words)
      }
    }
  })
  return () => page.evaluate(() => (window as unknown as { draws: Draws }).draws)
}
