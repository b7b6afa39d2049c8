import { openBrowser } from '../tests/testing/browser.ts'
import { recordedHome, start, temporary } from '../tests/testing/program.ts'
import { crewOf, tellOf } from './office-crew.ts'

using folder = temporary('heap-hour')
const home = recordedHome('2026.9.6', folder.path)
await using server = await start(folder.path, [], { env: { OPENCLAW_STATE_DIR: home } })
await server.caughtUp()
await using browser = await openBrowser()
const page = await browser.page()
const devtools = await browser.context.newCDPSession(page)
await tellOf(
  page,
  crewOf(8, (n: number) => (n < 4 ? 'running' : 'asleep')),
)
await page.goto(`${server.url}/office`)
await page.locator('.office-frame[data-status="there"]').waitFor({ timeout: 60_000 })
for (let minute = 0; minute <= 60; minute += 5) {
  await devtools.send('HeapProfiler.collectGarbage')
  const { usedSize } = await devtools.send('Runtime.getHeapUsage')
  const { nodes, jsEventListeners } = await devtools.send('Memory.getDOMCounters')
  console.log(minute, 'min', (usedSize / 1e6).toFixed(2), 'MB', nodes, 'nodes', jsEventListeners, 'listeners')
  await page.waitForTimeout(300_000)
}
