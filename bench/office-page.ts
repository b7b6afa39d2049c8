import type { CDPSession, Page } from 'playwright-core'
import type { OfficeMember } from '../src/office/member.ts'
import { openBrowser } from '../tests/testing/browser.ts'
import { countDraws, type Draws } from '../tests/testing/draws.ts'
import { recordedHome, start, temporary } from '../tests/testing/program.ts'
import { type BrowserShares, sharesOfCore } from './browser-time.ts'
import { hold } from './budgets.ts'
import { median } from './figures.ts'
import { crewOf, tellOf } from './office-crew.ts'

const runs = 3
/** How long each share of a core is measured. */
const shareMs = 10_000
const allocationMs = 30_000
const crowds = [50, 200, 1_000]
/** Everybody who comes has sat down, and what is drawn for the first time has been drawn. */
const settleMs = 4_000

/**
 * What the page of the office takes in a real Chromium without a graphics card, of a crew that the page is told of: calls
 * and allocations of a frame, frames while it is moved, processor time, and what an hour, cut to `minutes`, leaves.
 */
export async function officePage(minutes = 3) {
  using folder = temporary('bench-office')
  const home = recordedHome('2026.9.6', folder.path)
  await using server = await start(folder.path, [], { env: { OPENCLAW_STATE_DIR: home } })
  await server.caughtUp()
  await using browser = await openBrowser()
  const page = await browser.page()
  const drawn = await countDraws(page)
  const devtools = await browser.context.newCDPSession(page)

  async function open(members: readonly OfficeMember[]) {
    await tellOf(page, members)
    await page.goto(`${server.url}/office`)
    await page.locator('.office-frame[data-status="there"]').waitFor({ timeout: 60_000 })
    await page.waitForTimeout(settleMs)
  }
  const share = async (what: string) => {
    const shares: BrowserShares[] = []
    const begun = await drawn()
    for (let run = 0; run < runs; run++)
      shares.push(await sharesOfCore(browser.context, () => page.waitForTimeout(shareMs)))
    const frames = since(begun, await drawn()).frames / ((runs * shareMs) / 1_000)
    const of = (kind: keyof BrowserShares) => median(shares.map((share) => share[kind]))
    console.log(
      `browser, office ${what}: ${of('all').toFixed(1)} % of a core (page ${of('page').toFixed(1)}, graphics ${of('graphics').toFixed(1)}), ${frames.toFixed(1)} frames/s, median of ${runs} × ${shareMs / 1_000} s`,
    )
    return of('all')
  }

  // A browser is never still: what it takes for an empty page is not the office's.
  await page.goto('about:blank')
  await page.waitForTimeout(settleMs)
  const empty = await share('not open: an empty page')
  await open(crewOf(8, () => 'asleep'))
  hold('office still', (await share('of 8 who sleep')) - empty)
  await open(crewOf(8, (number) => (number < 4 ? 'running' : 'asleep')))
  hold('office busy', (await share('of 8, four at work')) - empty)
  await hide(page)
  await page.waitForTimeout(1_000)
  hold('office hidden', (await share('hidden')) - empty)

  await open(crewOf(50, () => 'running'))
  const begun = await drawn()
  const bytes = await allocated(devtools, () => page.waitForTimeout(allocationMs))
  const { frames, calls } = since(begun, await drawn())
  hold('office draws', calls / frames)
  console.log(
    `a frame of an office of 50 at work: ${(calls / frames).toFixed(1)} draw calls, ${(bytes / frames / 1_000).toFixed(1)} kB allocated, ${frames} frames in ${allocationMs / 1_000} s`,
  )

  await framesWhileMoved()
  await heapSlope()
  console.log('')

  /** While somebody drags it, an office asks for every frame of the screen. */
  async function framesWhileMoved() {
    await page.goto(`${server.url}/settings`)
    const empty = await framesOfScreen(page)
    const rates: string[] = []
    for (const count of crowds) {
      await open(crewOf(count, (number) => (number % 2 === 0 ? 'running' : 'idle')))
      rates.push(`${count}: ${(await framesDragged(page, drawn)).toFixed(1)}`)
    }
    console.log(
      `frames/s while the office is dragged, by agents: ${rates.join(', ')}; a page at rest ${empty.toFixed(1)}`,
    )
  }

  async function heapSlope() {
    await open(crewOf(50, (number) => (number % 2 === 0 ? 'running' : 'idle')))
    const samples: { atHours: number; mb: number }[] = []
    const begun = performance.now()
    for (let sample = 0; sample <= minutes * 2; sample++) {
      if (sample > 0) await page.waitForTimeout(30_000)
      await devtools.send('HeapProfiler.collectGarbage')
      const { usedSize } = await devtools.send('Runtime.getHeapUsage')
      samples.push({ atHours: (performance.now() - begun) / 3_600_000, mb: usedSize / 1e6 })
    }
    console.log(
      `heap of the office: ${samples[0]!.mb.toFixed(1)} → ${samples.at(-1)!.mb.toFixed(1)} MB, ${slope(samples).toFixed(1)} MB an hour, of ${((performance.now() - begun) / 60_000).toFixed(1)} minutes that it really ran`,
    )
  }
}

const since = (before: Draws, after: Draws): Draws => ({
  frames: after.frames - before.frames,
  calls: after.calls - before.calls,
})

/** Tells a page that it cannot be seen: a tab of a browser without a window always can. */
const hide = (page: Page) =>
  page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' })
    document.dispatchEvent(new Event('visibilitychange'))
  })

/** How many bytes of objects were made meanwhile, the dead ones too. */
async function allocated(devtools: CDPSession, happen: () => Promise<unknown>): Promise<number> {
  await devtools.send('HeapProfiler.startSampling', {
    samplingInterval: 4_096,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  })
  await happen()
  const { profile } = await devtools.send('HeapProfiler.stopSampling')
  return profile.samples.reduce((sum, { size }) => sum + size, 0)
}

/** How often a page that changes nothing could draw, a second. */
const framesOfScreen = (page: Page, ms = 4_000) =>
  page.evaluate(async (ms) => {
    let frames = 0
    const begun = performance.now()
    while (performance.now() - begun < ms) {
      await new Promise(requestAnimationFrame)
      frames++
    }
    return frames / ((performance.now() - begun) / 1_000)
  }, ms)

/** How often an office was drawn, a second, while a pointer dragged it to and fro. */
async function framesDragged(page: Page, drawn: () => Promise<Draws>, ms = 6_000): Promise<number> {
  const begun = { draws: await drawn(), at: performance.now() }
  await page.evaluate(async (ms) => {
    const frame = document.querySelector<HTMLElement>('.office-frame')!
    // A pointer that no hand holds cannot be captured.
    frame.setPointerCapture = () => {}
    const { left, top, width, height } = frame.getBoundingClientRect()
    const at = (x: number, kind: string, buttons: number) =>
      frame.dispatchEvent(
        new PointerEvent(kind, {
          bubbles: true,
          pointerId: 1,
          button: kind === 'pointerdown' ? 0 : -1,
          buttons,
          clientX: left + width / 2 + x,
          clientY: top + height / 2 + x / 3,
        }),
      )
    at(0, 'pointerdown', 1)
    const end = performance.now() + ms
    for (let x = 0, step = 6; performance.now() < end; x += step) {
      if (Math.abs(x) > 90) step = x > 0 ? -6 : 6
      at(x, 'pointermove', 1)
      await new Promise(requestAnimationFrame)
    }
    at(0, 'pointerup', 0)
  }, ms)
  return since(begun.draws, await drawn()).frames / ((performance.now() - begun.at) / 1_000)
}

/** The slope of the line that lies nearest to all samples, in MB an hour. */
function slope(samples: readonly { atHours: number; mb: number }[]): number {
  const mean = (of: (sample: { atHours: number; mb: number }) => number) =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length
  const [at, mb] = [mean(({ atHours }) => atHours), mean(({ mb }) => mb)]
  const spread = mean(({ atHours }) => (atHours - at) ** 2)
  return mean((sample) => (sample.atHours - at) * (sample.mb - mb)) / spread
}
