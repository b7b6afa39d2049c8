import type { BrowserContext } from 'playwright-core'

/** How much processor time each kind of process of a browser took, as a percentage of one core. */
export type BrowserShares = { all: number; page: number; graphics: number }

/** What a browser takes while something happens. */
export async function sharesOfCore(context: BrowserContext, happen: () => Promise<unknown>): Promise<BrowserShares> {
  const session = await context.browser()!.newBrowserCDPSession()
  const seconds = async () => (await session.send('SystemInfo.getProcessInfo')).processInfo
  const before = await seconds()
  const begun = performance.now()
  await happen()
  const tookMs = performance.now() - begun
  const after = await seconds()
  await session.detach()
  const used = (type?: string) =>
    after.reduce((sum, { id, type: kind, cpuTime }) => {
      if (type !== undefined && kind !== type) return sum
      return sum + cpuTime - (before.find((process) => process.id === id)?.cpuTime ?? 0)
    }, 0)
  const share = (type?: string) => (used(type) / (tookMs / 1_000)) * 100
  return { all: share(), page: share('renderer'), graphics: share('GPU') }
}
