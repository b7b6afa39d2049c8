import type { Page } from 'playwright-core'
import { openBrowser } from './browser.ts'
import { start, temporary } from './program.ts'

/** The size of a window, in CSS pixels. */
type Size = { width: number; height: number }

/**
 * The demo and a browser, for tests that look at every page: nothing they do changes anything but what a page itself
 * remembers. Dispose of it when they are done.
 */
export async function openDemo() {
  const folder = temporary('pages')
  const server = await start(folder.path, ['--demo'])
  await server.caughtUp()
  const browser = await openBrowser()
  type Listed = { items: { id: string }[] }
  const [session] = (await server.ask<Listed>('/api/sessions?limit=1')).items
  const [agent] = (await server.ask<Listed>('/api/agents')).items

  /** A page at an address, once it shows what it has to show. */
  async function open(path: string, size: Size = { width: 1440, height: 900 }, url = server.url) {
    const page = await browser.page()
    await page.setViewportSize(size)
    await page.goto(url + path)
    await settled(page)
    return { page, [Symbol.asyncDispose]: () => page.close() }
  }

  return {
    server,
    browser,
    open,
    paths: pathsOf(session!.id, agent!.id),

    async [Symbol.asyncDispose]() {
      await browser[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
      folder[Symbol.dispose]()
    },
  }
}

/** The address of every page, and of what some of them show besides. */
export function pathsOf(session: string, agent: string) {
  return [
    '/',
    '/office',
    '/office?list=1',
    '/office?thing=rack',
    '/needs',
    '/approvals',
    '/alerts',
    '/alerts?show=history&severity=warn',
    '/alerts/rules',
    '/alerts/rules?rule=default.memory',
    '/alerts/rules?rule=default.waiting',
    '/alerts/incidents/1',
    '/alerts/incidents/999999',
    '/sessions',
    `/sessions/${encodeURIComponent(session)}`,
    `/agents/${encodeURIComponent(agent)}`,
    '/search',
    '/search?q=reconnect',
    '/search?q=store&in=tools&since=month',
    '/files',
    '/logs',
    '/files?only=conflicts&days=7',
    '/crons',
    '/crons?show=missed',
    '/services',
    '/system',
    '/system?range=7d&compare=week&p95=1&table=cpu',
    '/system?show=memory',
    '/gateway',
    '/gateway/config',
    '/gateway/agents',
    '/gateway/devices',
    '/gateway/models',
    '/costs',
    '/costs/reconcile',
    '/costs/headroom',
    '/settings',
    '/settings/sources',
    '/settings/hooks',
    '/settings/approvals',
    '/settings/notifications',
    '/settings/ask',
    '/ask',
    '/settings/forecast',
    '/settings/access',
    '/settings/about',
    '/audit',
    '/nowhere',
  ]
}

/** The page shows what it has to show: nothing is on its way any more. */
async function settled(page: Page) {
  await page.locator('main :is(h1, h2)').first().waitFor({ state: 'attached' })
  await page.waitForLoadState('networkidle')
  await page.waitForFunction(() => !document.querySelector('main [aria-busy="true"]'))
}

/** Looks at each address, three at a time: most of a visit is waiting. The answers come in the order of the addresses. */
export async function visitEach(among: string[], visit: (path: string) => Promise<string[]>): Promise<string[]> {
  const found: string[][] = []
  const left = among.entries()
  await Promise.all(
    Array.from({ length: 3 }, async () => {
      for (const [number, path] of left) found[number] = await visit(path)
    }),
  )
  return found.flat()
}
